import type { Violation } from './checker.ts'
import type { Fault } from './faults.ts'
import type { Injection } from './inject.ts'
import { latencyMsOf, type Operation } from './operation.ts'
import { recoveryMs } from './recovery.ts'
import type { Settled } from './settle.ts'
import { percentile } from './statistics.ts'

/** The figures of a stretch of load. Latencies in milliseconds from the intended send time, retry included. */
export interface Figures {
  readonly operations: number
  /** Not ok at the first try, and not ok after the client's own single retry. */
  readonly errorsBeforeRetry: number
  readonly errorsAfterRetry: number
  /** Of the latter, those that may have been written. */
  readonly unknownAfterRetry: number
  /** Answered, with parts missing or from the last good copy. */
  readonly degraded: number
  readonly p50Ms: number | undefined
  readonly p99Ms: number | undefined
  readonly worstMs: number | undefined
  /** How late the generator itself sent. */
  readonly generatorLagP99Ms: number | undefined
  /** How often each error of a first try was seen. */
  readonly errors: Readonly<Record<string, number>>
}

/** How one fault came out. */
export interface FaultReport {
  readonly fault: string
  readonly about: string
  readonly rate: number
  readonly injections: readonly InjectionReport[]
  /** The same load in the same run, before the first injection. */
  readonly baseline: Figures
  /** Everything that was under way at, or came after, the first injection. */
  readonly faulted: Figures
  readonly faultedBrowse: Figures
  readonly faultedCheckout: Figures
  /** Of orders that were acknowledged, by the status in which they ended. */
  readonly orders: Readonly<Record<string, number>>
  /** Requests whose first try was not ok, the first thousand of them. */
  readonly failures: readonly Failed[]
  readonly settledMs: number | undefined
  readonly violations: readonly Violation[]
}

interface Failed extends Pick<Operation, 'kind' | 'first' | 'final' | 'error'> {
  /** Since the first injection; below zero: before it. */
  readonly afterMs: number | undefined
  readonly latencyMs: number | undefined
}

interface InjectionReport {
  readonly target: string
  /** Since the first one. */
  readonly afterMs: number | undefined
  /** How long callers noticed; undefined: to the end of what was seen. */
  readonly noticedMs: number | undefined
  /** From its healing (or its start, where it heals by itself) until everything was ready and reached again. */
  readonly wholeMs: number | undefined
}

/** What {@link reportOf} draws on. */
export interface ReportOptions {
  readonly fault: Fault
  readonly rate: number
  readonly log: readonly Operation[]
  /** Load before it is warm-up and counts for nothing. */
  readonly warmUntilMs: number
  readonly endMs: number
  readonly injections: readonly Injection[]
  readonly settled: Settled
}

/** Turns the log of one fault into its figures. */
export function reportOf({ fault, rate, log, warmUntilMs, endMs, injections, settled }: ReportOptions): FaultReport {
  const firstMs = injections[0]?.atMs ?? endMs
  const baseline = figuresOf(log.filter((operation) => operation.dueMs >= warmUntilMs && operation.endMs < firstMs))
  const faulted = log.filter((operation) => operation.dueMs >= warmUntilMs && operation.endMs >= firstMs)
  const slowMs = 2 * (baseline.p99Ms ?? 0)
  return {
    fault: fault.name,
    about: fault.about,
    rate,
    injections: injections.map(({ target, atMs, healedAtMs, wholeAtMs }, index) => ({
      target,
      afterMs: tenths(atMs - firstMs),
      noticedMs: tenths(
        recoveryMs({ operations: log, fromMs: atMs, untilMs: injections[index + 1]?.atMs ?? endMs, slowMs }),
      ),
      wholeMs: wholeAtMs === undefined ? undefined : tenths(wholeAtMs - healedAtMs),
    })),
    baseline,
    faulted: figuresOf(faulted),
    faultedBrowse: figuresOf(faulted.filter(({ kind }) => kind === 'browse')),
    faultedCheckout: figuresOf(faulted.filter(({ kind }) => kind === 'checkout')),
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

function failed(operation: Operation, firstMs: number): Failed {
  const { kind, first, final, error, dueMs } = operation
  return { afterMs: tenths(dueMs - firstMs), kind, first, final, error, latencyMs: tenths(latencyMsOf(operation)) }
}

/** The figures of these operations. */
export function figuresOf(operations: readonly Operation[]): Figures {
  const latencies = operations.map(latencyMsOf)
  const lags = operations.map(({ dueMs, sentMs }) => sentMs - dueMs)
  return {
    operations: operations.length,
    errorsBeforeRetry: operations.filter(({ first }) => first !== 'ok').length,
    errorsAfterRetry: operations.filter(({ final }) => final !== 'ok').length,
    unknownAfterRetry: operations.filter(({ final }) => final === 'unknown').length,
    degraded: operations.filter(({ degraded }) => degraded).length,
    p50Ms: tenths(percentile(latencies, 0.5)),
    p99Ms: tenths(percentile(latencies, 0.99)),
    worstMs: tenths(percentile(latencies, 1)),
    generatorLagP99Ms: tenths(percentile(lags, 0.99)),
    errors: counted(operations.flatMap(({ error }) => (error === null ? [] : [error]))),
  }
}

/** Nothing here is measured more finely. */
function tenths(valueMs: number | undefined): number | undefined {
  return valueMs === undefined ? undefined : Math.round(valueMs * 10) / 10
}

function counted(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
