/**
 * Makes a call again on another instance when it got no answer. Only calls that may happen twice are repeated. What was
 * refused at the door was never done, so that is repeated for every call, and at once.
 *
 *     const wraps = [deadline({ clock }), retry({ clock, random: Math.random }), …]
 *
 * The wait between tries is drawn from zero to a doubling limit ("full jitter", AWS Builders' Library), and the deadline
 * covers all tries.
 */
import type { Clock } from '@switchyard/runtime/clock'
import { isFailure } from './failure.ts'
import { mayHappenTwice, type Wrap } from './link.ts'
import { isTransportFault } from './transport-fault.ts'

interface RetryOptions {
  clock: Clock
  random: () => number
  triesMax?: number
  /** The longest wait before the second try. */
  backoffMs?: number
}

/** Repeats on transport faults and on `unavailable`, never on a failure that the contract explains. */
export const retry =
  ({ clock, random, triesMax = 3, backoffMs = 25 }: RetryOptions): Wrap =>
  async (call, next) => {
    for (let tries = 1; ; tries++) {
      try {
        return await next(call)
      } catch (error) {
        const refused = isTransportFault(error, 'refused')
        const again = refused || (mayHappenTwice(call) && isPassing(error, tries))
        if (!again || tries === triesMax || call.signal.aborted) throw error
        if (!refused) await clock.sleep(random() * backoffMs * 2 ** (tries - 1), call.signal)
        if (call.signal.aborted) throw error
      }
    }
  }

/** From the second try on, "still being answered" speaks of our own first try. */
const isPassing = (error: unknown, tries: number) =>
  isTransportFault(error) || isFailure(error, 'unavailable') || (tries > 1 && isFailure(error, 'idempotency_in_flight'))
