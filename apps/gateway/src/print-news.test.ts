import type { PrintNews } from '@switchyard/contracts/pages'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { TestClock } from '@switchyard/runtime/clock'
import { type Log, silentLog } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { printNews } from './print-news.ts'
import type { Services } from './services.ts'

/** Prints whose price and stock the test sets, followed by streams whose hints the test gives. */
function scene() {
  const clock = new TestClock()
  const prints = new Map([
    ['moon', { amount: 100, available: 5 }],
    ['sun', { amount: 300, available: 1 }],
  ])
  const state = { stockAway: false, printsAway: false, copies: false }
  const asked: { slugs: string[]; by: string }[] = []
  const bells = new Map<string, () => void>()
  const printOf = (slug: string, amount: number) => ({
    ...{ slug, variants: [{ sku: `${slug}-a3`, size: 'a3', edition: 10, price: { amount, currency: 'EUR' } }] },
  })
  const present = (slugs: readonly string[]) => slugs.flatMap((slug) => (prints.has(slug) ? [slug] : []))
  const inventory = (by: string) => ({
    printBySlug: {
      query: async ({ slug }: { slug: string }) => {
        const print = prints.get(slug)
        if (!print) throw new Failure('not_found')
        if (!state.copies) throw new Failure('unavailable')
        return printOf(slug, print.amount)
      },
    },
    printsBySlugs: {
      query: async ({ slugs }: { slugs: string[] }) => {
        asked.push({ slugs, by })
        if (state.printsAway) throw new Failure('unavailable')
        return present(slugs).map((slug) => printOf(slug, prints.get(slug)?.amount ?? 0))
      },
    },
    stockOfPrints: {
      query: async ({ slugs }: { slugs: string[] }) => {
        if (state.stockAway) throw new Failure('unavailable')
        return present(slugs).map((slug) => ({
          ...{ slug, stock: [{ sku: `${slug}-a3`, available: prints.get(slug)?.available }] },
        }))
      },
    },
  })
  const services = {
    inventory: (scope: Partial<CallContext & CallContext['envelope']>) =>
      inventory((scope.envelope ?? scope).callId ?? 'the gateway'),
  } as unknown as Services
  const hear = (topic: string, slug: string, wake: () => void) => {
    bells.set(`${topic}/${slug}`, wake)
    return () => void bells.delete(`${topic}/${slug}`)
  }
  const ownScope = () => ({ principal: { kind: 'service' as const, id: 'self' }, deadlineAtMs: 0, traceparent: '' })
  const said: string[] = []
  const log = {
    ...silentLog,
    warn: (_: object, text: string) => void said.push(text),
    info: (text: string) => void said.push(text),
  } as Log
  const newsOf = printNews({ services, hear, clock, log, ownScope })
  /** Somebody who looks at a print: what they were told of its only size, as price and number. */
  const follow = (slug: string, envelope: object = {}) => {
    const leaving = new AbortController()
    const told: (number | null | undefined)[][] = []
    const say = ({ variants: [one] }: PrintNews) => told.push([one?.price.amount, one?.available])
    const ended = (async () => {
      for await (const news of newsOf(slug, { envelope, signal: leaving.signal } as CallContext)) say(news)
      return 'over'
    })()
    return { told, ended, leave: () => leaving.abort() }
  }
  const set = (slug: string, change: Partial<{ amount: number; available: number }>) =>
    prints.set(slug, { ...{ amount: 0, available: 0 }, ...prints.get(slug), ...change })
  return { clock, state, asked, bells, said, follow, set }
}

test('tells what is true now, and each change as soon as it is hinted at', async () => {
  const { clock, bells, follow, set } = scene()
  const { told } = follow('moon')
  await clock.advance(0)
  expect(told).toEqual([[100, 5]])
  set('moon', { amount: 200 })
  bells.get('price/moon')?.()
  await clock.advance(50)
  set('moon', { available: 4 })
  bells.get('stock/moon')?.()
  await clock.advance(50)
  expect(told.slice(1)).toEqual([
    [200, 5],
    [200, 4],
  ])
})

test('finds a change by itself within a second when its hint was lost, and says nothing while nothing changes', async () => {
  const { clock, follow, set } = scene()
  const { told } = follow('moon')
  await clock.advance(5_000)
  set('moon', { available: 4 })
  await clock.advance(1_000)
  expect(told).toEqual([
    [100, 5],
    [100, 4],
  ])
})

test('asks one question for all that anybody looks at, however many do, and no more often for many hints', async () => {
  const { clock, asked, bells, follow } = scene()
  const everybody = ['moon', 'sun', 'moon', 'sun'].map((slug) => follow(slug))
  await clock.advance(60)
  expect(everybody.map(({ told }) => told)).toEqual([[[100, 5]], [[300, 1]], [[100, 5]], [[300, 1]]])
  asked.length = 0
  await clock.advance(10_000)
  expect(asked.length).toBeLessThanOrEqual(20)
  expect(asked[0]).toEqual({ slugs: ['moon', 'sun'], by: 'the gateway' })
  asked.length = 0
  for (let n = 0; n < 100; n++) {
    bells.get('stock/moon')?.()
    await clock.advance(5)
  }
  expect(asked.length).toBeLessThanOrEqual(12)
})

test('who comes later hears the latest at once', async () => {
  const { clock, asked, follow } = scene()
  follow('moon')
  await clock.advance(60)
  asked.length = 0
  const { told } = follow('moon')
  await clock.advance(0)
  expect([told, asked]).toEqual([[[100, 5]], []])
})

test('a stock that cannot be asked for is unknown, and known again by itself', async () => {
  const { clock, state, follow } = scene()
  const { told } = follow('moon')
  await clock.advance(0)
  state.stockAway = true
  await clock.advance(1_000)
  state.stockAway = false
  await clock.advance(1_000)
  expect(told).toEqual([
    [100, 5],
    [100, null],
    [100, 5],
  ])
})

test('while inventory is away the price is that of the last good copy, and without one nothing is said', async () => {
  const { clock, state, follow } = scene()
  Object.assign(state, { stockAway: true, printsAway: true })
  const { told } = follow('moon')
  await clock.advance(1_000)
  expect(told).toEqual([])
  state.copies = true
  await clock.advance(1_000)
  expect(told).toEqual([[100, null]])
})

test('a print that is known not to be there keeps nobody from the copy of another', async () => {
  const { clock, state, follow } = scene()
  Object.assign(state, { stockAway: true, printsAway: true, copies: true })
  const [nothing, one] = [follow('mars'), follow('moon')]
  await clock.advance(60)
  expect([nothing.told, one.told]).toEqual([[], [[100, null]]])
})

test('that looks fail is said once when they begin to and once when all go well again, whatever else is hinted at', async () => {
  const { clock, state, bells, said, follow } = scene()
  follow('moon')
  await clock.advance(10_000)
  expect(said).toEqual([])
  Object.assign(state, { stockAway: true, printsAway: true, copies: true })
  follow('mars')
  for (let n = 0; n < 10; n++) {
    await clock.advance(1_000)
    bells.get('stock/moon')?.()
  }
  expect(said).toEqual(['not every print can be looked at'])
  state.printsAway = false
  await clock.advance(10_000)
  expect(said.slice(1)).toEqual(['every print can be looked at again'])
})

test('ends for a print that is not there, and when its reader leaves; then nobody listens, and nobody asks', async () => {
  const { clock, asked, bells, follow } = scene()
  const [nothing, one, other] = [follow('mars'), follow('moon'), follow('moon')]
  await clock.advance(60)
  expect(await nothing.ended).toBe('over')
  one.leave()
  await one.ended
  expect(bells.size).toBe(2)
  other.leave()
  await other.ended
  expect(bells.size).toBe(0)
  await clock.advance(1_000)
  asked.length = 0
  await clock.advance(10_000)
  expect(asked).toEqual([])
  const { told } = follow('moon')
  await clock.advance(0)
  expect(told).toEqual([[100, 5]])
})

test.each([
  ['a version that they are pinned to', { pins: { inventory: '2' } }],
  ['terms of the lab', { lab: { without: ['retry'] } }],
])('who calls under %s looks by themselves', async (_, terms) => {
  const { clock, asked, follow } = scene()
  follow('moon')
  const { told } = follow('moon', { callId: 'a visitor', ...terms })
  await clock.advance(0)
  expect(told).toEqual([[100, 5]])
  expect(asked.map(({ by }) => by).toSorted()).toEqual(['a visitor', 'the gateway'])
})
