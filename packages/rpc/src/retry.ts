/**
 * Makes a call again on another instance when it got no answer. Only calls that may happen twice are repeated: queries,
 * and mutations that are safe or carry an idempotency key. What was refused at the door was never done, so that is
 * repeated for every call, and at once.
 *
 *     const wraps = [deadline({ clock }), retry({ clock, random: Math.random }), …]
 *
 * Waiting between tries is drawn from zero to a doubling limit ("full jitter", AWS Builders' Library).
 */
import type { Clock } from '@switchyard/runtime/clock'
import { withTimeout } from './deadline.ts'
import { isFailure } from './failure.ts'
import type { Call, Wrap } from './link.ts'
import { isTransportFault, TransportFault } from './transport-fault.ts'

export interface RetryOptions {
  clock: Clock
  random: () => number
  triesMax?: number
  /** After this long without an answer a hung instance is left for another; the last try may use all that the deadline leaves. */
  tryMsMax?: number
  /** The longest wait before the second try. */
  backoffMs?: number
}

/** Repeats on transport faults and on `unavailable`, never on a failure that the contract explains. */
export const retry =
  ({ clock, random, triesMax = 3, tryMsMax = 600, backoffMs = 25 }: RetryOptions): Wrap =>
  async (call, next) => {
    const repeatable = mayHappenTwice(call)
    for (let tries = 1; ; tries++) {
      const ms = repeatable && tries < triesMax ? tryMsMax : Number.POSITIVE_INFINITY
      try {
        return await tryOnce(call, ms)
      } catch (error) {
        const again = isTransportFault(error, 'refused') || (repeatable && isPassing(error, tries))
        if (!again || tries === triesMax || call.signal.aborted) throw error
        if (!isTransportFault(error, 'refused')) await clock.sleep(random() * backoffMs * 2 ** (tries - 1), call.signal)
      }
    }

    function tryOnce(call: Call, ms: number): Promise<unknown> {
      if (ms === Number.POSITIVE_INFINITY) return next(call)
      const onTimeout = () => new TransportFault('timeout', `${call.service} did not answer within ${ms} ms`)
      return withTimeout({ clock, ms, signal: call.signal, onTimeout, run: (signal) => next({ ...call, signal }) })
    }
  }

/** Whether doing this twice is the same as doing it once. */
const mayHappenTwice = ({ kind, policy, envelope }: Call) =>
  kind === 'query' ||
  policy.idempotency === 'safe' ||
  (policy.idempotency === 'key' && envelope.idempotencyKey !== undefined)

/** From the second try on, "still being answered" speaks of our own first try. */
const isPassing = (error: unknown, tries: number) =>
  isTransportFault(error) || isFailure(error, 'unavailable') || (tries > 1 && isFailure(error, 'idempotency_in_flight'))
