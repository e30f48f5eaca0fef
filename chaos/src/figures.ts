import { latencyMsOf, type Operation } from './operation.ts'
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
  readonly generatorLagWorstMs: number | undefined
  /** Of first tries that did not succeed: the longest, and how many did not say when to come again. */
  readonly slowestRefusalMs: number | undefined
  readonly refusalsWithoutRetryAfter: number
  /** How often each error of a first try was seen. */
  readonly errors: Readonly<Record<string, number>>
}

/** The figures of these operations. */
export function figuresOf(operations: readonly Operation[]): Figures {
  const latencies = operations.map(latencyMsOf)
  const refusals = operations.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal]))
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
    generatorLagWorstMs: tenths(percentile(lags, 1)),
    slowestRefusalMs: tenths(
      percentile(
        refusals.map(({ tookMs }) => tookMs),
        1,
      ),
    ),
    refusalsWithoutRetryAfter: refusals.filter(({ saysWhen }) => !saysWhen).length,
    errors: counted(operations.flatMap(({ error }) => (error === null ? [] : [error]))),
  }
}

/** Nothing here is measured more finely. */
export function tenths(valueMs: number | undefined): number | undefined {
  return valueMs === undefined ? undefined : Math.round(valueMs * 10) / 10
}

/** How often each value is there. */
export function counted(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
