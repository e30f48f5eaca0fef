import type { FaultReport } from './report.ts'
import type { InjectionReport } from './report-injection.ts'

/** What a fault must not cost. */
export interface Goal {
  /** Names of faults. */
  readonly faults: readonly string[]
  readonly says: string
  /** What is held against `max`; undefined when it was not measured. */
  readonly measure: (report: FaultReport) => number | undefined
  readonly max: number
  readonly unit: 'ms' | '×' | ''
}

/** A goal, held against what was measured. */
export interface Judgement {
  readonly says: string
  readonly measured: number | undefined
  readonly max: number
  readonly unit: Goal['unit']
  readonly outcome: 'met' | 'not met' | 'not measured'
}

const partitions = ['partition-both', 'partition-requests', 'partition-replies']
const redis = ['redis-kill', 'redis-freeze', 'redis-wipe', 'redis-lose-all', 'redis-lose-tail', 'redis-full']
const postgres = ['postgres-kill', 'postgres-restart', 'postgres-connections', 'postgres-disk']
const payments = ['payments-kill', 'payments-down', 'payments-freeze', 'payments-webhooks']
const flawed = ['slow-instance', 'failing-instance']
const unharmed = [
  ...['kill-service', 'freeze-service', ...flawed, ...partitions, ...redis, 'redis-evict', ...payments],
  ...['rolling-restart', 'scale'],
]

const worst = (name: keyof InjectionReport) => (report: FaultReport) => {
  const values = report.injections.map((injection) => injection[name]).filter((value) => typeof value === 'number')
  return values.length === 0 ? undefined : Math.max(...values)
}
const sum = (values: readonly (number | undefined)[]) =>
  values.some((value) => value === undefined) ? undefined : values.reduce((a: number, b) => a + (b ?? 0), 0)
const found = (name: string) => (report: FaultReport) => sum(report.injections.map(({ findings }) => findings[name]))

/** The goals of the campaign, all of them; a row is what the shop promises under a fault. */
export const goals: readonly Goal[] = [
  {
    faults: unharmed,
    says: 'errors without any client retry',
    measure: (r) => r.faulted.errorsBeforeRetry,
    max: 0,
    unit: '',
  },
  {
    faults: ['kill-gateway'],
    says: 'errors after one client retry',
    measure: (r) => r.faulted.errorsAfterRetry,
    max: 0,
    unit: '',
  },
  {
    faults: ['kill-gateway'],
    says: 'connections that broke, beyond the requests under way',
    measure: ({ faulted, injections }) =>
      Math.max(0, faulted.errorsBeforeRetry - injections.reduce((count, { underWay }) => count + underWay, 0)),
    max: 0,
    unit: '',
  },
  { faults: ['kill-service'], says: 'p99 added', measure: p99Added, max: 50, unit: 'ms' },
  {
    faults: ['kill-service'],
    says: 'a restarted instance has its share',
    measure: worst('shareMs'),
    max: 2_000,
    unit: 'ms',
  },
  {
    faults: ['freeze-service'],
    says: 'no user request sent to it after',
    measure: worst('askedMs'),
    max: 150,
    unit: 'ms',
  },
  { faults: ['freeze-service'], says: 'worst request', measure: (r) => r.faulted.worstMs, max: 300, unit: 'ms' },
  { faults: flawed, says: 'out of the choice within', measure: worst('outMs'), max: 5_000, unit: 'ms' },
  { faults: flawed, says: 'p99 over baseline', measure: p99Ratio, max: 1.5, unit: '×' },
  { faults: redis, says: 'registry whole after its return', measure: worst('registeredMs'), max: 2_000, unit: 'ms' },
  {
    faults: redis,
    says: 'a canary taken from every queue after its return',
    measure: worst('takenMs'),
    max: 10_000,
    unit: 'ms',
  },
  {
    faults: [...redis, 'redis-evict', ...postgres, ...payments, 'nemesis'],
    says: 'invariants broken: an order lost or doubled, a wrong charge',
    measure: (r) => new Set(r.violations.map(({ invariant }) => invariant)).size,
    max: 0,
    unit: '',
  },
  {
    faults: ['redis-evict'],
    says: 'instances that served with it, of those that tried to start',
    measure: (r) => ((found('startsRefused')(r) ?? 0) === 0 ? undefined : found('servedWhileEvicting')(r)),
    max: 0,
    unit: '',
  },
  {
    faults: postgres,
    says: 'the longest refusal',
    measure: (r) => r.faulted.slowestRefusalMs ?? 0,
    max: 1_000,
    unit: 'ms',
  },
  {
    faults: postgres,
    says: 'refusals that do not say when to come again',
    measure: (r) => r.faulted.refusalsWithoutRetryAfter,
    max: 0,
    unit: '',
  },
  { faults: postgres, says: 'serving once it is ready', measure: servedAgain, max: 5_000, unit: 'ms' },
  { faults: postgres, says: 'processes that it took along', measure: (r) => r.restarts, max: 0, unit: '' },
  {
    faults: ['payments-webhooks'],
    says: 'webhooks that were refused',
    measure: found('webhooksRefused'),
    max: 0,
    unit: '',
  },
  {
    faults: ['nemesis'],
    says: 'faults short of a hundred',
    measure: (r) => Math.max(0, 100 - r.injections.length),
    max: 0,
    unit: '',
  },
  {
    faults: ['nemesis'],
    says: 'orders short of 20,000',
    measure: (r) => Math.max(0, 20_000 - Object.values(r.orders).reduce((a, b) => a + b, 0)),
    max: 0,
    unit: '',
  },
  { faults: ['streams'], says: 'events that a stream missed', measure: found('eventsMissed'), max: 0, unit: '' },
  { faults: ['streams'], says: 'events that a stream told twice', measure: found('eventsDoubled'), max: 0, unit: '' },
  {
    faults: ['streams'],
    says: 'prints whose last news was not the truth',
    measure: found('newsStale'),
    max: 0,
    unit: '',
  },
  {
    faults: ['streams'],
    says: 'the longest until a stream was resumed',
    measure: found('worstResumeMs'),
    max: 2_000,
    unit: 'ms',
  },
  {
    faults: ['callee-fails'],
    says: 'tries per call, the reserve taken off',
    measure: ({ attempts }) =>
      attempts === undefined || attempts.calls === 0
        ? undefined
        : Math.max(attempts.calls, attempts.attempts - attempts.reserve) / attempts.calls,
    max: 1.1,
    unit: '×',
  },
  { faults: ['callee-fails'], says: 'recovered after it heals', measure: recovered, max: 5_000, unit: 'ms' },
  { faults: ['scale'], says: 'a newcomer has its share', measure: worst('shareMs'), max: 1_000, unit: 'ms' },
  {
    faults: ['rogue'],
    says: 'errors after one client retry',
    measure: (r) => r.faulted.errorsAfterRetry,
    max: 0,
    unit: '',
  },
  { faults: ['rogue'], says: 'requests that reached the rogue', measure: found('rogueRequests'), max: 0, unit: '' },
  { faults: ['rogue'], says: 'bad tokens that were let in', measure: found('badTokensLetIn'), max: 0, unit: '' },
]

/** Holds a report to every goal of its fault. A fault that never came, or was broken off, has met none. */
export function judgeGoals(report: FaultReport): Judgement[] {
  return goals
    .filter(({ faults }) => faults.includes(report.fault))
    .map(({ says, measure, max, unit }) => {
      const isWhole = report.injections.length > 0 && report.brokenOff === undefined
      const measured = isWhole ? measure(report) : undefined
      const outcome = measured === undefined ? 'not measured' : measured <= max ? 'met' : 'not met'
      return { says, measured, max, unit, outcome }
    })
}

function p99Added({ baseline, faulted }: FaultReport): number | undefined {
  if (baseline.p99Ms === undefined || faulted.p99Ms === undefined) return undefined
  return Math.max(0, faulted.p99Ms - baseline.p99Ms)
}

function p99Ratio({ baseline, faulted }: FaultReport): number | undefined {
  if (!baseline.p99Ms || faulted.p99Ms === undefined) return undefined
  return faulted.p99Ms / baseline.p99Ms
}

/** One that did not calm down was measured, and is beyond any limit. */
function recovered({ injections }: FaultReport): number {
  return Math.max(...injections.map(({ recoveredMs }) => recoveredMs ?? Number.POSITIVE_INFINITY))
}

/** Likewise. */
function servedAgain({ injections }: FaultReport): number {
  return Math.max(...injections.map(({ servingMs }) => servingMs ?? Number.POSITIVE_INFINITY))
}
