import { TestClock } from '@switchyard/runtime/clock'
import { describe, expect, test } from 'vitest'
import type { Engine, Letter } from './engine.ts'
import { MemoryBroker, type Mischief } from './memory-engine.ts'
import { engineGuarantees } from './testing/engine-conformance.ts'
import { type Defect, engineDefects, proveCaught } from './testing/engine-defects.ts'
import type { Subject } from './testing/guarantee.ts'

function subject(): Subject {
  const clock = new TestClock()
  const broker = new MemoryBroker({ clock })
  return { engine: broker.connect(), other: broker.connect(), queue: 'a', wait: (ms) => clock.advance(ms) }
}

/** Faults that only something that lives within one process can have. */
const ownDefects: readonly Defect[] = [
  {
    title: 'a letter that is shared with its sender',
    breaks: 'carries a letter as it was sent',
    plant(engine) {
      return {
        ...engine,
        consume: (queue, options) => {
          const receive: typeof options.receive = (arrival) =>
            options.receive({ ...arrival, letter: sharedIn(engine).get(arrival.id) })
          return engine.consume(queue, { ...options, receive })
        },
        send: (queue, letters) => {
          for (const letter of letters) sharedIn(engine).set(letter.id, letter)
          return engine.send(queue, letters)
        },
      }
    },
  },
  {
    title: 'a consumer that closes without a look at its hands',
    breaks: 'lets a consumer that closes finish',
    plant: (engine) => ({
      ...engine,
      consume: (queue, options) => {
        const consumer = engine.consume(queue, options)
        return { close: async () => void consumer.close() }
      },
    }),
  },
  {
    title: 'a broker that does not notice who died',
    breaks: 'gives what somebody had in hand',
    plant: (engine) => ({ ...engine, disconnect: () => undefined }),
  },
  {
    title: 'one order for all letters',
    breaks: 'takes letters in the order',
    plant: (engine) => ({
      ...engine,
      send: (queue, letters) =>
        engine.send(
          queue,
          letters.map(({ priority: _, ...letter }) => letter),
        ),
    }),
  },
]
const shared = new Map<string, unknown>()
const sharedIn = (_: Engine) => shared

describe('the memory engine', () => {
  test.each(engineGuarantees)('$title', ({ prove }) => prove(subject()))
  test.each([...engineDefects, ...ownDefects])('is caught with $title', (defect) => proveCaught(defect, subject()))
})

const letters = Array.from(
  { length: 100 },
  (_, n): Letter => ({
    ...{ id: `letter-${n}`, name: 'n', from: 'shop', payload: n, traceparent: null },
  }),
)

/** What arrives of a hundred letters, in order; every second throw of the dice hits. */
async function arrivalsWith(mischief: Omit<Mischief, 'random'>) {
  const clock = new TestClock()
  let turn = 0
  const broker = new MemoryBroker({ clock, mischief: { random: () => (turn++ % 2 === 0 ? 0.1 : 0.9), ...mischief } })
  const engine = broker.connect()
  await engine.send('a', letters)
  const seen: string[] = []
  const options = { concurrency: 1, abandoned: async () => undefined }
  engine.consume('a', { ...options, receive: async ({ id }) => void seen.push(id) })
  await clock.advance(1_000)
  return seen
}

test('loses, doubles and shuffles letters when it is told to, and never otherwise', async () => {
  const ids = letters.map(({ id }) => id)
  expect(await arrivalsWith({})).toEqual(ids)
  const dropped = await arrivalsWith({ drop: 0.5 })
  expect(dropped.length).toBeGreaterThan(0)
  expect(dropped.length).toBeLessThan(100)
  const doubled = await arrivalsWith({ duplicate: 0.95 })
  expect(doubled.toSorted()).toEqual([...ids, ...ids].toSorted())
  const shuffled = await arrivalsWith({ reorder: 0.5 })
  expect(shuffled).not.toEqual(ids)
  expect(shuffled.toSorted()).toEqual(ids.toSorted())
})

test('refuses every call while it is away, gives nobody anything, and goes on when it is back', async () => {
  const clock = new TestClock()
  const broker = new MemoryBroker({ clock })
  const engine = broker.connect()
  const [one = undefined] = letters
  if (!one) throw new Error('there are letters')
  const seen: string[] = []
  await engine.send('a', [one])
  broker.leave()
  const receive = async ({ id }: { id: string }) => void seen.push(id)
  engine.consume('a', { concurrency: 1, abandoned: async () => undefined, receive })
  await clock.advance(1_000)
  expect(seen).toEqual([])
  for (const call of [engine.send('a', letters), engine.states('a', ['x']), engine.depth('a')]) {
    await expect(call).rejects.toThrow('away')
  }
  broker.comeBack()
  await clock.advance(0)
  expect(seen).toEqual([one.id])
})
