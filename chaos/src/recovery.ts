import { latencyMsOf, type Operation } from './operation.ts'

/** What {@link recoveryMs} looks at. */
export interface RecoveryOptions {
  /** Operations of the whole load, in any order. */
  readonly operations: readonly Operation[]
  /** When the fault came. */
  readonly fromMs: number
  /** The next fault, or the end of the load. */
  readonly untilMs: number
  /** Slower than this counts as disturbed. */
  readonly slowMs: number
}

/**
 * How long callers noticed a fault: from its start to the last disturbed request (first try failed, or slow) before two
 * calm seconds. Half a second is calm when at most 5 % of what came due in it was disturbed. 0: nobody noticed;
 * undefined: no two calm seconds were seen.
 */
export function recoveryMs({ operations, fromMs, untilMs, slowMs }: RecoveryOptions): number | undefined {
  const seen = operations
    .filter(({ dueMs, endMs }) => endMs >= fromMs && dueMs < untilMs)
    .map((operation) => ({
      afterMs: Math.max(0, operation.dueMs - fromMs),
      disturbed: operation.first !== 'ok' || latencyMsOf(operation) > slowMs,
    }))
    .sort((a, b) => a.afterMs - b.afterMs)
  const bins = Math.floor((untilMs - fromMs) / binMs)
  for (let bin = 0; bin + calmBins <= bins; bin += 1) {
    if (!Array.from({ length: calmBins }, (_, next) => bin + next).every((each) => isCalm(seen, each))) continue
    return seen.findLast(({ afterMs, disturbed }) => disturbed && afterMs < bin * binMs)?.afterMs ?? 0
  }
  return undefined
}

interface Seen {
  readonly afterMs: number
  readonly disturbed: boolean
}

const binMs = 500
const calmBins = 4
const disturbedShareMax = 0.05

function isCalm(seen: readonly Seen[], bin: number): boolean {
  const within = seen.filter(({ afterMs }) => Math.floor(afterMs / binMs) === bin)
  return within.filter(({ disturbed }) => disturbed).length <= within.length * disturbedShareMax
}
