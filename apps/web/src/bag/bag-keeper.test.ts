import type { Cart } from '@switchyard/contracts/pages'
import type { OrderLine } from '@switchyard/contracts/values'
import { expect, it } from 'vitest'
import { createBagKeeper } from './bag-keeper.ts'

/** A server that answers a write only when it is told to. */
function heldServer(start: OrderLine[] = []) {
  let stored = start
  const writes: { lines: OrderLine[]; answer: (fails?: boolean) => void }[] = []
  const answers: Cart[] = []
  const keeper = createBagKeeper({
    read: async () => cartOf(stored),
    write: (lines) =>
      new Promise((resolve, reject) => {
        const answer = (fails = false) => {
          if (fails) return reject(new Error('away'))
          stored = lines
          resolve(cartOf(lines))
        }
        writes.push({ lines, answer })
      }),
    onAnswer: async (cart) => {
      answers.push(cart)
    },
  })
  return { keeper, writes, answers, put: (lines: OrderLine[]) => (stored = lines) }
}

const cartOf = (lines: OrderLine[]): Cart => ({
  lines: lines.map((line) => ({
    ...line,
    slug: null,
    title: null,
    size: null,
    unitPrice: null,
    total: null,
    available: null,
  })),
  total: null,
  degraded: [],
})
const turn = () => new Promise((resolve) => setImmediate(resolve))

it('asks once for what was said while a question was open', async () => {
  const { keeper, writes } = heldServer()
  const first = keeper.want({ sku: 'moon', quantity: 1 })
  await turn()
  void keeper.want({ sku: 'moon', quantity: 2 })
  const last = keeper.want({ sku: 'moon', quantity: 3 })
  writes[0]?.answer()
  await turn()
  expect(writes.map(({ lines }) => lines)).toEqual([[{ sku: 'moon', quantity: 1 }], [{ sku: 'moon', quantity: 3 }]])
  expect(keeper.state().intents).toEqual([{ sku: 'moon', quantity: 3 }])
  writes[1]?.answer()
  expect(await Promise.all([first, last])).toEqual([true, true])
  expect(keeper.state()).toEqual({ intents: [], failed: false })
})

it('keeps what another tab has put in', async () => {
  const { keeper, writes, put } = heldServer()
  put([{ sku: 'ridge', quantity: 1 }])
  void keeper.want({ sku: 'moon', quantity: 1 })
  await turn()
  expect(writes[0]?.lines).toEqual([
    { sku: 'ridge', quantity: 1 },
    { sku: 'moon', quantity: 1 },
  ])
})

it('takes back a change that failed and says so', async () => {
  const { keeper, writes, answers } = heldServer([{ sku: 'moon', quantity: 1 }])
  const wanted = keeper.want({ sku: 'moon', quantity: 0 })
  expect(keeper.state().intents).toHaveLength(1)
  await turn()
  writes[0]?.answer(true)
  expect(await wanted).toBe(false)
  expect(keeper.state()).toEqual({ intents: [], failed: true })
  expect(answers).toEqual([])
})

it('tells each change what became of it, whatever became of those before and after', async () => {
  const { keeper, writes } = heldServer()
  const moon = keeper.want({ sku: 'moon', quantity: 1 })
  await turn()
  const ridge = keeper.want({ sku: 'ridge', quantity: 1 })
  writes[0]?.answer(true)
  await turn()
  writes[1]?.answer()
  expect(await Promise.all([moon, ridge])).toEqual([false, true])
  expect(keeper.state()).toEqual({ intents: [], failed: true })
})

it.each([
  [true, false],
  [false, true],
])('tells each of two changes of one print its own outcome: %s, then %s', async (one, other) => {
  const { keeper, writes } = heldServer()
  const first = keeper.want({ sku: 'moon', quantity: 1 })
  await turn()
  const replaced = keeper.want({ sku: 'moon', quantity: 2 })
  const second = keeper.want({ sku: 'moon', quantity: 3 })
  writes[0]?.answer(!one)
  await turn()
  writes[1]?.answer(!other)
  // What was never asked hears of what took its place.
  expect(await Promise.all([first, replaced, second])).toEqual([one, other, other])
})

it('brings what is wanted in the moment in which an answer is heard', async () => {
  const { keeper, writes } = heldServer()
  const both = keeper.want({ sku: 'moon', quantity: 1 }).then(() => keeper.want({ sku: 'moon', quantity: 2 }))
  await turn()
  writes[0]?.answer()
  await turn()
  writes[1]?.answer()
  expect(await both).toBe(true)
})
