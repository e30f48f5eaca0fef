import { expect, test } from 'vitest'
import { faultsNamed } from './faults.ts'
import { figuresOf } from './figures.ts'
import { reportOf } from './report.ts'
import { tableOf } from './table.ts'
import { operation } from './testing/operations.ts'
import { injection } from './testing/reports.ts'

const [fault] = faultsNamed(['kill-gateway'])
const facts = {
  acknowledged: [],
  unsettled: [],
  strays: [],
  orders: new Map(),
  replays: new Map(),
  written: 0,
}

/** Warm-up to 1 s, baseline to 5 s, then a fault whose first second fails. */
const log = Array.from({ length: 500 }, (_, id) => {
  const dueMs = id * 20
  const failed = { first: 'fail', final: id % 2 ? 'ok' : 'fail', tries: 2, error: 'ECONNRESET' } as const
  return operation({ id, dueMs, ...(dueMs >= 5_000 && dueMs < 6_000 ? failed : {}) })
})
const report = reportOf({
  fault: fault!,
  plan: { rate: 50, lanes: [] },
  seen: { instances: [], callers: [] },
  log: [...log, operation({ dueMs: 0, endMs: 900, first: 'fail', final: 'fail' })],
  warmUntilMs: 1_000,
  endMs: 10_000,
  injected: { brokenOff: undefined, injections: [injection({ target: 'gateway-1', atMs: 5_000, wholeAtMs: 6_400 })] },
  settled: { violations: [], facts, settledMs: 0 },
})

test('warm-up counts for nothing, what ended before the fault is the baseline, all else is under the fault', () => {
  expect(report.baseline).toMatchObject({ operations: 200, errorsBeforeRetry: 0 })
  expect(report.faulted).toMatchObject({ operations: 250, errorsBeforeRetry: 50, errorsAfterRetry: 25 })
  expect(report.faulted.errors).toEqual({ ECONNRESET: 50 })
})

test('a request that the fault catches under way is under the fault', () => {
  const caught = operation({ dueMs: 4_990, endMs: 5_200, first: 'unknown', final: 'unknown' })
  const { baseline, faulted } = reportOf({
    fault: fault!,
    plan: { rate: 50, lanes: [] },
    seen: { instances: [], callers: [] },
    log: [...log, caught],
    warmUntilMs: 1_000,
    endMs: 10_000,
    injected: {
      brokenOff: undefined,
      injections: [injection({ target: 'gateway-1', atMs: 5_000, wholeAtMs: undefined })],
    },
    settled: { violations: [], facts, settledMs: 0 },
  })
  expect(baseline.errorsAfterRetry).toBe(0)
  expect(faulted).toMatchObject({ operations: 251, unknownAfterRetry: 1 })
})

test('an injection tells how long it was noticed and when all was whole again', () => {
  expect(report.injections).toMatchObject([{ target: 'gateway-1', afterMs: 0, noticedMs: 980, wholeMs: 1_400 }])
})

test('every request that failed at first is kept with its moment, warm-up included', () => {
  expect(report.failures).toHaveLength(51)
  expect(report.failures[0]).toEqual({
    afterMs: 0,
    kind: 'browse',
    first: 'fail',
    final: 'fail',
    error: 'ECONNRESET',
    latencyMs: 10,
  })
  expect(report.failures.at(-1)).toMatchObject({ afterMs: -5_000, latencyMs: 900 })
})

test('figures tell how late the generator was', () => {
  expect(figuresOf([operation({ dueMs: 0, sentMs: 40 })]).generatorLagP99Ms).toBe(40)
  expect(figuresOf([])).toMatchObject({ operations: 0, p99Ms: undefined })
})

test('the table shows errors before and after the retry, and says BROKEN when something is', () => {
  expect(tableOf({ reports: [report], notRun: [], capacities: [] })).toMatch(
    /kill-gateway +1 +50\/s +50 of 250 \(20\.0 %\) +25 of 250 \(10\.0 %\) +10 → 10 +10 → 10 +0\.0 +10 +1\.0 s +1\.4 s +hold/,
  )
  const broken = { ...report, violations: [{ invariant: 'one charge a sale', what: 'order 1 was charged twice' }] }
  expect(tableOf({ reports: [broken], notRun: [], capacities: [] })).toMatch(
    /1 BROKEN[\s\S]+BROKEN one charge a sale: order 1 was charged twice/,
  )
})
