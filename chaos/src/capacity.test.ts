import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { measureCapacity, rateFor } from './capacity.ts'
import type { Served } from './operation.ts'

const browse = { kind: 'browse', path: '/products' } as const
const ok: Served = { first: 'ok', final: 'ok', tries: 1, degraded: false, error: null }

/** A shop with so many hands, each of which takes 50 ms for a request. */
async function measured(hands: number, outcome: Served = ok) {
  const clock = new TestClock(0)
  const busyUntilMs = Array.from({ length: hands }, () => 0)
  const serve = async () => {
    const hand = busyUntilMs.indexOf(Math.min(...busyUntilMs))
    const endMs = Math.max(clock.now(), busyUntilMs[hand] ?? 0) + 50
    busyUntilMs[hand] = endMs
    await clock.sleep(endMs - clock.now())
    return outcome
  }
  const asks = Array.from({ length: 50_000 }, () => browse)
  const done = measureCapacity({ asks, serve, clock, signal: new AbortController().signal })
  await clock.advance(60_000)
  return done
}

test('the loop widens until more customers bring nothing more', async () => {
  const { perSecond, stages } = await measured(10)
  expect(stages.map(({ width }) => width)).toEqual([4, 8, 16, 32])
  expect(stages[0]).toMatchObject({ perSecond: 80, p99Ms: 50 })
  expect(perSecond).toBeGreaterThan(190)
  expect(perSecond).toBeLessThanOrEqual(200)
})

test('what is answered badly is no capacity', async () => {
  expect(await measured(10, { ...ok, first: 'fail' })).toMatchObject({ perSecond: 0 })
})

test('a load is 60 % of it, and never below fifty', () => {
  expect(rateFor({ perSecond: 411, stages: [] })).toBe(246)
  expect(rateFor({ perSecond: 67, stages: [] })).toBe(50)
})
