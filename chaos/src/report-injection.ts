import { tenths } from './figures.ts'
import type { Injection } from './inject.ts'
import { askedForMs, newcomers, outAfterMs, shareAfterMs } from './measures.ts'
import type { Operation } from './operation.ts'
import { recoveryMs } from './recovery.ts'
import type { Findings } from './strike.ts'
import type { Sightings } from './watch-shop.ts'

/** One time that the fault came, in milliseconds; what nobody saw is undefined. */
export interface InjectionReport {
  /** Only where faults of several kinds come. */
  readonly fault?: string
  readonly target: string
  /** Since the first one. */
  readonly afterMs: number | undefined
  /** From strike to healing. */
  readonly heldMs: number | undefined
  /** Requests that were under way when it came. */
  readonly underWay: number
  /** How long callers noticed: to the last failed or slow request before two calm seconds. */
  readonly noticedMs: number | undefined
  /** The same from its healing on. */
  readonly recoveredMs: number | undefined
  /** From its healing (or its start, where it heals by itself) until everything was ready and reached again. */
  readonly wholeMs: number | undefined
  /** Until the slowest gateway that noticed chose it no more. */
  readonly outMs: number | undefined
  /** Until the last call that any gateway sent to it while the fault lasted, where it was left; 0: none was sent. */
  readonly askedMs: number | undefined
  /** From being ready until a new or restarted instance had its share of the calls; the slowest of them. */
  readonly shareMs: number | undefined
  /** From the registry's return until every instance was in it again. */
  readonly registeredMs: number | undefined
  /** From the queues' return until a canary had been taken from each. */
  readonly takenMs: number | undefined
  /** From the moment at which an engine was ready again to the last failed or slow request before two calm seconds. */
  readonly servingMs: number | undefined
  readonly findings: Findings
}

/** What {@link reportInjection} draws on. */
export interface InjectionReportOptions {
  readonly log: readonly Operation[]
  readonly seen: Sightings
  readonly firstMs: number
  /** The next injection, or the end of the load. */
  readonly untilMs: number
  readonly slowMs: number
}

/** Works out what one injection did. */
export function reportInjection(injection: Injection, options: InjectionReportOptions): InjectionReport {
  const { log, seen, firstMs, untilMs, slowMs } = options
  const { fault, target, atMs, healedAtMs, wholeAtMs, registeredAtMs, takenAtMs, findings } = injection
  const since = (fromMs: number) => recoveryMs({ operations: log, fromMs, untilMs, slowMs })
  // What is healed may leave the choice for another reason, such as a drain.
  const outMs = outAfterMs(seen, injection, healedAtMs > atMs ? healedAtMs : untilMs)
  const shares = newcomers(seen, { fromMs: atMs, untilMs }).map((newcomer) => shareAfterMs(seen, newcomer))
  const seenShares = shares.filter((share) => share !== undefined)
  const returnMs = returnedAtMs(seen, injection)
  const sinceReturn = (moment: number | undefined) =>
    moment === undefined ? undefined : tenths(Math.max(0, moment - returnMs))
  return {
    ...(fault !== undefined && { fault }),
    target,
    afterMs: tenths(atMs - firstMs),
    heldMs: tenths(healedAtMs - atMs),
    underWay: log.filter(({ sentMs, endMs }) => sentMs <= atMs && endMs > atMs).length,
    noticedMs: tenths(since(atMs)),
    recoveredMs: tenths(since(healedAtMs)),
    wholeMs: wholeAtMs === undefined ? undefined : tenths(wholeAtMs - healedAtMs),
    outMs: tenths(outMs),
    askedMs: outMs === undefined ? undefined : tenths(askedForMs(seen, injection)),
    shareMs: seenShares.length === 0 ? undefined : tenths(Math.max(...seenShares)),
    registeredMs: sinceReturn(registeredAtMs),
    takenMs: sinceReturn(takenAtMs),
    servingMs: engines.test(target) ? tenths(since(returnMs)) : undefined,
    findings,
  }
}

const engines = /^(postgres|redis)-/

/** An engine that was killed is back when its new process is ready, not when it was started. */
function returnedAtMs({ instances }: Sightings, { target, healedAtMs }: Injection): number {
  const back = instances.find(
    ({ atMs, list }) => atMs >= healedAtMs && list.some(({ id, state }) => id === target && state === 'ready'),
  )
  return back?.atMs ?? healedAtMs
}
