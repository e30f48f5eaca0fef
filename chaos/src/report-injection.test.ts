import { expect, test } from 'vitest'
import { reportInjection } from './report-injection.ts'
import { operation } from './testing/operations.ts'
import { injection } from './testing/reports.ts'

/** Twenty seconds of load; what is due from 5 s to 9 s fails. */
const log = Array.from({ length: 1_000 }, (_, id) => {
  const dueMs = id * 20
  const failed = { first: 'fail', final: 'ok', tries: 2, error: '503 unavailable' } as const
  return operation({ id, dueMs, ...(dueMs >= 5_000 && dueMs < 9_000 ? failed : {}) })
})
const redis = (atMs: number, state: 'ready' | 'starting') => ({
  atMs,
  list: [{ id: 'redis-1', service: 'redis', pid: 1, port: 1, state, restarts: 0 }],
})
const options = { log, seen: { instances: [], callers: [] }, firstMs: 5_000, untilMs: 20_000, slowMs: 100 }

test('recovery counts from the healing, notice from the strike', () => {
  const report = reportInjection(injection({ atMs: 5_000, healedAtMs: 8_000, wholeAtMs: 8_500 }), options)
  expect(report).toMatchObject({ heldMs: 3_000, noticedMs: 3_980, recoveredMs: 980, wholeMs: 500 })
})

test('what was under way is what was sent and not answered', () => {
  const slow = operation({ dueMs: 4_900, endMs: 5_001 })
  expect(reportInjection(injection({ atMs: 5_000 }), { ...options, log: [...log, slow] }).underWay).toBe(2)
})

test('a registry that was killed is back when it is ready, not when it was started', () => {
  const instances = [redis(8_100, 'starting'), redis(9_000, 'ready')]
  const killed = injection({ target: 'redis-1', atMs: 5_000, healedAtMs: 8_000, registeredAtMs: 10_200 })
  const seen = { instances, callers: [] }
  expect(reportInjection(killed, { ...options, seen })).toMatchObject({ registeredMs: 1_200 })
  const unseen = { ...killed, registeredAtMs: undefined }
  expect(reportInjection(unseen, { ...options, seen })).toMatchObject({ registeredMs: undefined })
})

test('an engine serves again from the moment at which it is ready, and a queue is back when its canary was taken', () => {
  const instances = [redis(8_100, 'starting'), redis(8_500, 'ready')]
  const killed = injection({ target: 'redis-1', atMs: 5_000, healedAtMs: 8_000, takenAtMs: 11_000 })
  const report = reportInjection(killed, { ...options, seen: { instances, callers: [] } })
  expect(report).toMatchObject({ servingMs: 480, takenMs: 2_500 })
  expect(reportInjection(injection({ atMs: 5_000 }), options).servingMs).toBeUndefined()
})
