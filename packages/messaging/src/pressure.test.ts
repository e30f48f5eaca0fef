import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { beforeEach, expect, test } from 'vitest'
import { Pressure } from './pressure.ts'
import { FakeEngine } from './testing/fake-engine.ts'

const [mailroom, history] = ['orders.mailroom', 'orders.history'] as const
let engine: FakeEngine
let clock: TestClock
let limit: number | undefined

beforeEach(() => {
  engine = new FakeEngine()
  clock = new TestClock()
  limit = undefined
})

const letters = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `${n}`, name: 'n', from: 'orders', payload: {}, traceparent: null }))

async function pressureOn(waiting: Record<string, number>): Promise<Pressure> {
  const faults = { limitOf: (queue: string) => (queue === mailroom ? limit : undefined) }
  const pressure = new Pressure({ engine, clock, log: silentLog, backlogMax: 100, faults })
  for (const [queue, count] of Object.entries(waiting)) {
    pressure.watch(queue)
    await engine.send(queue, letters(count))
  }
  await pressure.look()
  return pressure
}

test('a queue is full from its limit on, and says how much room there is before', async () => {
  const pressure = await pressureOn({ [mailroom]: 100, [history]: 70 })
  expect(pressure.full()).toEqual([mailroom])
  expect(pressure.tight(50)).toEqual([{ queue: history, room: 30 }])
  expect(pressure.tight(30)).toEqual([])
})

test('a lower limit that is set on purpose counts for its queue alone, and for as long as it is on', async () => {
  limit = 20
  const pressure = await pressureOn({ [mailroom]: 20, [history]: 20 })
  expect(pressure.full()).toEqual([mailroom])
  expect([mailroom, history].map((queue) => pressure.limitOf(queue))).toEqual([20, 100])
  limit = undefined
  await clock.advance(500)
  await pressure.look()
  expect(pressure.full()).toEqual([])
})

test('counts are half a second old at most, and those of an engine that is away stand', async () => {
  const pressure = await pressureOn({ [mailroom]: 0 })
  await engine.send(mailroom, letters(100))
  await pressure.look()
  expect(pressure.full()).toEqual([])
  await clock.advance(500)
  await pressure.look()
  expect(pressure.full()).toEqual([mailroom])
  engine.away = true
  await clock.advance(500)
  await pressure.look()
  expect(pressure.full()).toEqual([mailroom])
})
