import type { Fault } from './fault.ts'
import { counted, type Figures, figuresOf, tenths } from './figures.ts'
import type { Injected } from './inject.ts'
import type { Violation } from './invariants-of-answers.ts'
import { type Attempts, attemptsBetween, restartsBetween } from './measures.ts'
import { latencyMsOf, type Operation } from './operation.ts'
import { type InjectionReport, reportInjection } from './report-injection.ts'
import type { RunPlan } from './run-fault.ts'
import type { Settled } from './settle.ts'
import type { Sightings } from './watch-shop.ts'

/** How one fault came out. */
export interface FaultReport {
  readonly fault: string
  readonly about: string
  /** Of the shop's own way of calling, which all figures but those of `lanes` are about. */
  readonly rate: number
  readonly injections: readonly InjectionReport[]
  /** Why fewer injections came than were asked for, when the host or the fault itself failed. */
  readonly brokenOff: string | undefined
  /** The same load in the same run, before the first injection. */
  readonly baseline: Figures
  /** Everything that was under way at, or came after, the first injection. */
  readonly faulted: Figures
  readonly faultedBrowse: Figures
  readonly faultedCheckout: Figures
  /** The same requests at the same time, with patterns left out. */
  readonly lanes: readonly LaneReport[]
  /** From the first injection on; undefined when no gateway told. */
  readonly attempts: Attempts | undefined
  /** How often a process of a service began anew from the first injection on, whoever ended the one before. */
  readonly restarts: number
  /** Of orders that were acknowledged, by the status in which they ended. */
  readonly orders: Readonly<Record<string, number>>
  /** Requests whose first try was not ok, the first thousand of them. */
  readonly failures: readonly Failed[]
  readonly settledMs: number | undefined
  readonly violations: readonly Violation[]
}

/** What calling without some patterns was like. */
interface LaneReport {
  readonly without: string
  readonly baseline: Figures
  readonly faulted: Figures
}

interface Failed extends Pick<Operation, 'kind' | 'first' | 'final' | 'error' | 'lane'> {
  /** Since the first injection; below zero: before it. */
  readonly afterMs: number | undefined
  readonly latencyMs: number | undefined
}

/** What {@link reportOf} draws on. */
export interface ReportOptions {
  readonly fault: Pick<Fault, 'name' | 'about'>
  readonly plan: Pick<RunPlan, 'rate' | 'lanes'>
  readonly log: readonly Operation[]
  /** Load before it is warm-up and counts for nothing. */
  readonly warmUntilMs: number
  readonly endMs: number
  readonly injected: Injected
  readonly seen: Sightings
  readonly settled: Settled
}

/** Turns the log of one fault into its figures. */
export function reportOf(options: ReportOptions): FaultReport {
  const { fault, plan, log, endMs, injected, seen, settled } = options
  const { injections, brokenOff } = injected
  const firstMs = injections[0]?.atMs ?? endMs
  const own = log.filter(({ lane }) => lane === undefined)
  const { baseline, faulted } = halves(own, firstMs, options)
  const baselineFigures = figuresOf(baseline)
  const slowMs = 2 * (baselineFigures.p99Ms ?? 0)
  return {
    fault: fault.name,
    about: fault.about,
    rate: Math.round(plan.rate / (plan.lanes.length + 1)),
    injections: injections.map((injection, index) => {
      const untilMs = injections[index + 1]?.atMs ?? endMs
      return reportInjection(injection, { log: own, seen, firstMs, untilMs, slowMs })
    }),
    brokenOff,
    baseline: baselineFigures,
    faulted: figuresOf(faulted),
    faultedBrowse: figuresOf(faulted.filter(({ kind }) => kind === 'browse')),
    faultedCheckout: figuresOf(faulted.filter(({ kind }) => kind === 'checkout')),
    lanes: plan.lanes.map(({ name }) => {
      const of = log.filter(({ lane }) => lane === name)
      const both = halves(of, firstMs, options)
      return { without: name, baseline: figuresOf(both.baseline), faulted: figuresOf(both.faulted) }
    }),
    attempts: attemptsBetween(seen, firstMs, endMs),
    restarts: restartsBetween(seen, firstMs, endMs),
    orders: counted([...(settled.facts?.orders.values() ?? [])].map(({ status }) => status)),
    failures: log
      .filter(({ first }) => first !== 'ok')
      .slice(0, failuresKeptMax)
      .map((each) => failed(each, firstMs)),
    settledMs: settled.settledMs,
    violations: settled.violations,
  }
}

const failuresKeptMax = 1_000

function halves(log: readonly Operation[], firstMs: number, { warmUntilMs }: ReportOptions) {
  return {
    baseline: log.filter(({ dueMs, endMs }) => dueMs >= warmUntilMs && endMs < firstMs),
    faulted: log.filter(({ dueMs, endMs }) => dueMs >= warmUntilMs && endMs >= firstMs),
  }
}

function failed(operation: Operation, firstMs: number): Failed {
  const { kind, lane, first, final, error, dueMs } = operation
  const told = {
    afterMs: tenths(dueMs - firstMs),
    kind,
    first,
    final,
    error,
    latencyMs: tenths(latencyMsOf(operation)),
  }
  return lane === undefined ? told : { ...told, lane }
}
