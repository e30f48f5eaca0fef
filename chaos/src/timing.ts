import type { Fault } from './fault.ts'

/** What the command line says of time; all of it may be left out. */
export interface AskedTiming {
  readonly seconds: number | undefined
  readonly times: number | undefined
  readonly holdMs: number | undefined
}

/** How one fault's run goes. */
export interface Timing {
  /** Of load under the fault. */
  readonly seconds: number
  /** How often the fault comes in that time. */
  readonly times: number
  readonly holdMs: number
}

/** A window must hold a fault and then some calm seconds, or nobody could say when it was over. */
export const windowCalmMs = 4_000
const windowSpareMs = 6_000
const windowMsDefault = 10_000
const secondsDefault = 60

/**
 * What was asked, and for the rest what suits the fault: without `--times` as often as it fits, without `--seconds` as
 * long as it takes. Throws a RangeError when both were asked for and leave no room.
 */
export function timingOf(fault: Pick<Fault, 'name' | 'holdMs' | 'takesMs'>, asked: AskedTiming): Timing {
  const holdMs = asked.holdMs ?? fault.holdMs
  const neededMs = holdMs + (fault.takesMs ?? 0) + windowSpareMs
  const usualMs = Math.max(neededMs, windowMsDefault)
  const seconds =
    asked.seconds ??
    (asked.times === undefined ? Math.max(secondsDefault, neededMs / 1000) : (asked.times * neededMs) / 1000)
  const times = asked.times ?? Math.max(1, Math.floor((seconds * 1000) / usualMs))
  const windowMs = (seconds * 1000) / times
  if (windowMs < windowCalmMs) {
    throw new RangeError(
      `${fault.name} ${times} times in ${seconds} s leaves less than ${windowCalmMs / 1000} s each: fewer times, or more seconds`,
    )
  }
  return { seconds, times, holdMs: Math.min(holdMs, Math.max(windowMs - windowCalmMs, windowMs / 2)) }
}
