import { expect, test } from 'vitest'
import { faults } from './faults.ts'
import { figuresOf } from './figures.ts'
import { goals, judgeGoals } from './goals.ts'
import type { FaultReport } from './report.ts'
import { tableOf } from './table.ts'
import { operation } from './testing/operations.ts'
import { faultReport, injectionReport } from './testing/reports.ts'

const calm = figuresOf([operation({ dueMs: 0 })])
const outcomes = (report: ReturnType<typeof faultReport>) =>
  Object.fromEntries(judgeGoals(report).map(({ says, outcome }) => [says, outcome]))

test('every goal is of a fault that exists', () => {
  const known = faults.map(({ name }) => name)
  for (const goal of goals) expect(known).toEqual(expect.arrayContaining([...goal.faults]))
})

test('a goal is met, not met or not measured, and the table says which', () => {
  const failed = operation({ dueMs: 0, endMs: 90, first: 'fail', final: 'ok' })
  const report = faultReport({ fault: 'kill-service', baseline: calm, faulted: figuresOf([failed]) })
  expect(outcomes(report)).toEqual({
    'errors without any client retry': 'not met',
    'p99 added': 'not met',
    'a restarted instance has its share': 'not measured',
  })
  const table = tableOf({ reports: [report], notRun: [{ fault: 'scale', why: 'the host refused' }], capacities: [] })
  expect(table).toContain('goal kill-service: p99 added ≤ 50 ms: 80 ms not met')
  expect(table).toContain('goal kill-service: a restarted instance has its share ≤ 2000 ms: not measured')
  expect(table).toContain('scale was not run: the host refused')
})

test('a fault that never came has met no goal', () => {
  const report = faultReport({ fault: 'rogue', injections: [], faulted: calm })
  expect(new Set(judgeGoals(report).map(({ outcome }) => outcome))).toEqual(new Set(['not measured']))
})

test('a fault that was broken off has met no goal, and says why', () => {
  const report = faultReport({ fault: 'rogue', brokenOff: 'the host refused', faulted: calm })
  expect(new Set(judgeGoals(report).map(({ outcome }) => outcome))).toEqual(new Set(['not measured']))
  expect(tableOf({ reports: [report], notRun: [], capacities: [] })).toContain('broken off: the host refused')
})

test('an engine that fails costs quick refusals that say when to come again, and no process', () => {
  const refused = (tookMs: number, saysWhen: boolean) =>
    operation({ dueMs: 0, first: 'unknown', refusal: { tookMs, saysWhen } })
  const injections = [injectionReport({ servingMs: 4_000 })]
  const judged = (faulted: Parameters<typeof figuresOf>[0], differs: Partial<FaultReport> = {}) =>
    outcomes(faultReport({ fault: 'postgres-kill', injections, faulted: figuresOf(faulted), ...differs }))
  expect(new Set(Object.values(judged([refused(900, true)])))).toEqual(new Set(['met']))
  expect(judged([refused(1_100, true)])).toMatchObject({ 'the longest refusal': 'not met' })
  expect(judged([refused(9, false)])).toMatchObject({ 'refusals that do not say when to come again': 'not met' })
  expect(judged([], { restarts: 1 })).toMatchObject({ 'processes that it took along': 'not met' })
  expect(judged([], { injections: [injectionReport()] })).toMatchObject({ 'serving once it is ready': 'not met' })
})

test('an instance that did not even try to start has proved nothing about an evicting Redis', () => {
  const judged = (startsRefused: number, servedWhileEvicting: number) => {
    const injections = [injectionReport({ findings: { startsRefused, servedWhileEvicting } })]
    return outcomes(faultReport({ fault: 'redis-evict', injections }))
  }
  const goal = 'instances that served with it, of those that tried to start'
  expect([judged(3, 0)[goal], judged(3, 1)[goal], judged(0, 0)[goal]]).toEqual(['met', 'not met', 'not measured'])
})

test('the worst injection counts', () => {
  const injections = [injectionReport({ askedMs: 90 }), injectionReport({ askedMs: 160 }), injectionReport()]
  expect(outcomes(faultReport({ fault: 'freeze-service', injections, faulted: calm }))).toMatchObject({
    'no user request sent to it after': 'not met',
    'worst request': 'met',
  })
})

test('a shop that never calms down after the healing has not recovered', () => {
  const report = faultReport({ fault: 'callee-fails', injections: [injectionReport({ recoveredMs: undefined })] })
  expect(outcomes(report)).toMatchObject({ 'recovered after it heals': 'not met' })
})

test('tries beyond a tenth of the calls and the reserve are too many', () => {
  const tries = (attempts: number) =>
    outcomes(faultReport({ fault: 'callee-fails', attempts: { calls: 1_000, attempts, reserve: 20 } }))
  expect(tries(1_120)).toMatchObject({ 'tries per call, the reserve taken off': 'met' })
  expect(tries(1_130)).toMatchObject({ 'tries per call, the reserve taken off': 'not met' })
})

test('broken connections may be as many as requests were under way', () => {
  const broken = (count: number) =>
    figuresOf(Array.from({ length: count }, () => operation({ dueMs: 0, first: 'fail', final: 'ok' })))
  const injections = [injectionReport({ underWay: 2 }), injectionReport({ underWay: 1 })]
  const judged = (count: number) => outcomes(faultReport({ fault: 'kill-gateway', injections, faulted: broken(count) }))
  expect(judged(3)).toMatchObject({ 'connections that broke, beyond the requests under way': 'met' })
  expect(judged(4)).toMatchObject({ 'connections that broke, beyond the requests under way': 'not met' })
})
