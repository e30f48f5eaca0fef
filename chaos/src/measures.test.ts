import type { CallerView, InstanceView } from '@switchyard/contracts/lab'
import { expect, test } from 'vitest'
import { askedForMs, attemptsBetween, newcomers, outAfterMs, restartsBetween, shareAfterMs } from './measures.ts'
import { injection } from './testing/reports.ts'

const fresh: InstanceView = {
  ...{
    instanceId: 'orders-1',
    address: '',
    version: '1',
    zone: 'local',
    weight: 1,
    warm: 1,
    startedAt: '',
    pending: 0,
  },
  ...{ answered: 0, failed: 0, p50Ms: null, p95Ms: null, out: null, outSince: null, lastSent: null },
}
const view = (differs: Partial<CallerView>): CallerView => ({
  ...{ caller: 'gateway-1', service: 'orders', inFlight: 0, inFlightMax: 1, instances: [], withdrawn: [], refused: [] },
  ...{ calls: 0, retries: 0, hedges: 0, hedgesWon: 0, retryBudget: { left: 10, max: 10 } },
  breaker: { state: 'closed', trialInMs: null, openMs: 0 },
  ...differs,
})
const out = (atMs: number) => [{ ...fresh, out: 'silent' as const, outSince: new Date(atMs).toISOString() }]
const answered = (counts: Record<string, number>) =>
  Object.entries(counts).map(([instanceId, count]) => ({ ...fresh, instanceId, answered: count }))

test('the slowest gateway that noticed says when an instance was out', () => {
  const callers = [
    { atMs: 1_400, views: [view({ instances: out(1_100) })] },
    { atMs: 1_500, views: [view({ caller: 'gateway-2', instances: out(1_130) })] },
    // It came back and was thrown out again: the first time counts.
    { atMs: 2_500, views: [view({ instances: out(2_400) })] },
  ]
  expect(outAfterMs({ instances: [], callers }, injection({ atMs: 1_000 }), 9_000)).toBe(130)
})

test('an instance that was out before, or never, was not measured', () => {
  const callers = [{ atMs: 1_400, views: [view({ instances: out(500) })] }]
  expect(outAfterMs({ instances: [], callers }, injection({ atMs: 1_000 }), 9_000)).toBeUndefined()
  expect(outAfterMs({ instances: [], callers: [] }, injection({ atMs: 1_000 }), 9_000)).toBeUndefined()
})

test('a doubt that passed is not taken for the moment at which an instance was out', () => {
  const doubted = [{ ...fresh, out: 'doubted' as const, outSince: new Date(1_020).toISOString() }]
  const callers = [
    { atMs: 1_030, views: [view({ instances: doubted })] },
    { atMs: 1_400, views: [view({ instances: out(1_100) })] },
  ]
  expect(outAfterMs({ instances: [], callers }, injection({ atMs: 1_000 }), 9_000)).toBe(100)
})

test('an instance was asked until any gateway sent it the last call before the healing', () => {
  const sent = (atMs: number) => [{ ...fresh, lastSent: new Date(atMs).toISOString() }]
  const callers = [
    { atMs: 1_100, views: [view({ instances: sent(1_040) })] },
    { atMs: 1_200, views: [view({ caller: 'gateway-2', instances: sent(1_110) })] },
    { atMs: 1_300, views: [view({ instances: sent(1_040) })] },
    { atMs: 5_300, views: [view({ instances: sent(5_250) })] },
  ]
  const seen = { instances: [], callers }
  expect(askedForMs(seen, injection({ atMs: 1_000, healedAtMs: 5_000 }))).toBe(110)
  expect(askedForMs(seen, injection({ atMs: 1_150, healedAtMs: 5_000 }))).toBe(0)
  expect(askedForMs(seen, injection({ atMs: 2_000, healedAtMs: 5_000 }))).toBeUndefined()
})

/** Looks ten times a second at one who shares a hundred calls a second with a newcomer, which gets its half of them from a moment on. */
const joined = (fromMs: number) =>
  Array.from({ length: 100 }, (_, n) => {
    const atMs = 5_000 + n * 100
    const own = Math.max(0, atMs - fromMs) / 20
    const instances = answered({ 'orders-1': atMs / 10 - own, 'orders-2': own })
    return { atMs, views: [view({ instances })] }
  })
const newcomer = { id: 'orders-2', fromMs: 10_000, untilMs: 20_000 }

test.each([0, 300, 1_700])('a newcomer has its share when that sets in, be it %i ms after it was ready', (ms) => {
  expect(shareAfterMs({ instances: [], callers: joined(10_000 + ms) }, newcomer)).toBe(ms)
})

test('a newcomer that gets less than half of its share, or that a gateway does not know, was not seen to have it', () => {
  const callers = joined(10_000)
  const few = callers.map(({ atMs }) => ({
    atMs,
    views: [view({ instances: answered({ 'orders-1': atMs, 'orders-2': atMs / 5 }) })],
  }))
  expect(shareAfterMs({ instances: [], callers: few }, newcomer)).toBeUndefined()
  const other = { atMs: 10_600, views: [view({ caller: 'gateway-2', instances: answered({ 'orders-1': 5 }) })] }
  expect(shareAfterMs({ instances: [], callers: [...callers, other] }, newcomer)).toBeUndefined()
})

test('what several gateways had answered counts together: few calls of one say little', () => {
  const at = (atMs: number, caller: string, own: number) => ({
    atMs,
    views: [view({ caller, instances: answered({ 'orders-1': atMs / 100, 'orders-2': own }) })],
  })
  const callers = [
    ...[at(10_000, 'gateway-1', 0), at(10_010, 'gateway-2', 0)],
    ...[at(12_100, 'gateway-1', 1), at(12_110, 'gateway-2', 25)],
  ]
  expect(shareAfterMs({ instances: [], callers }, newcomer)).toBe(1_110)
})

test('newcomers are those whose process was not there before, from the moment at which they are ready', () => {
  const at = (atMs: number, pid: number, state: 'ready' | 'starting') => ({
    atMs,
    list: [
      { id: 'orders-1', service: 'orders', pid, port: 1, state, restarts: 0 },
      { id: 'redis-1', service: 'redis', pid: pid + 50, port: 2, state: 'ready' as const, restarts: 0 },
    ],
  })
  const instances = [at(900, 1, 'ready'), at(1_500, 2, 'starting'), at(2_500, 2, 'ready'), at(2_600, 2, 'ready')]
  expect(newcomers({ instances, callers: [] }, { fromMs: 1_000, untilMs: 9_000 })).toEqual([
    { id: 'orders-1', fromMs: 2_500, untilMs: 9_000 },
  ])
  expect(newcomers({ instances, callers: [] }, { fromMs: 1_000, untilMs: 2_000 })).toEqual([])
})

test('tries are counted from the last sight before to the last one within, over all gateways and services', () => {
  const callers = [
    { atMs: 500, views: [view({ calls: 10 }), view({ service: 'inventory', calls: 5 })] },
    { atMs: 900, views: [view({ calls: 20, retries: 1 }), view({ service: 'inventory', calls: 5 })] },
    { atMs: 1_500, views: [view({ calls: 120, retries: 4 }), view({ service: 'inventory', calls: 105, hedges: 2 })] },
    { atMs: 9_500, views: [view({ calls: 900, retries: 400 })] },
  ]
  expect(attemptsBetween({ instances: [], callers }, 1_000, 9_000)).toEqual({ calls: 200, attempts: 205, reserve: 20 })
  expect(attemptsBetween({ instances: [], callers: [] }, 1_000, 9_000)).toBeUndefined()
})

test('a gateway that was restarted begins to count anew, and loses nothing', () => {
  const counts = [100, 180, 5, 30]
  const callers = counts.map((calls, index) => ({ atMs: 1_000 + index * 100, views: [view({ calls, hedges: calls })] }))
  expect(attemptsBetween({ instances: [], callers }, 1_000, 9_000)).toMatchObject({ calls: 110, attempts: 220 })
})

test('processes of services that began anew are counted, and engines are not', () => {
  const at = (atMs: number, orders: number, redis: number) => ({
    atMs,
    list: [
      { id: 'orders-1', service: 'orders', pid: 1, port: 1, state: 'ready' as const, restarts: orders },
      { id: 'redis-1', service: 'redis', pid: 2, port: 2, state: 'ready' as const, restarts: redis },
    ],
  })
  const seen = { instances: [at(900, 1, 0), at(1_500, 1, 1), at(2_500, 3, 2), at(9_000, 7, 2)], callers: [] }
  expect(restartsBetween(seen, 1_000, 3_000)).toBe(2)
  expect(restartsBetween({ instances: [], callers: [] }, 1_000, 3_000)).toBe(0)
})
