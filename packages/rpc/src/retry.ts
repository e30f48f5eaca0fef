/**
 * Makes a call again on another instance when it got no answer. Only calls that may happen twice are repeated. What was
 * refused at the door was never done, so that is repeated for every call, and at once.
 *
 *     const budget = new TokenBudget({ share: 0.1, reserve: 10 })
 *     const wraps = [deadline({ clock }), retry({ clock, random: Math.random, budget }), …]
 *
 * The wait between tries is drawn from zero to a doubling limit ("full jitter", AWS Builders' Library), and the deadline
 * covers all tries. Retries are at most a tenth of the calls, and one layer makes them: a call made while serving a call is
 * repeated only when an instance is gone or broken, never for being slow, since whoever made the outer call repeats the whole.
 */
import type { Clock } from '@switchyard/runtime/clock'
import { isFailure } from './failure.ts'
import { type Call, isInner, mayHappenTwice, pinOf, type Wrap } from './link.ts'
import type { TokenBudget } from './token-budget.ts'
import { isTransportFault } from './transport-fault.ts'

/** Whoever took this long to say that it is unavailable is not asked again: the caller had rather hear it now. */
const refusalMsMax = 300

interface RetryOptions {
  clock: Clock
  random: () => number
  /** Pays for repeats, except of what was refused at the door. */
  budget: TokenBudget
  triesMax?: number
  /** The longest wait before the second try. */
  backoffMs?: number
  /** What was repeated so far. */
  counted?: { calls: number; retries: number }
}

/** Repeats on transport faults, on what is unavailable and once on `internal`, never on a failure that the contract explains. */
export const retry =
  ({ clock, random, budget, triesMax = 3, backoffMs = 10, counted = { calls: 0, retries: 0 } }: RetryOptions): Wrap =>
  async (call, next) => {
    budget.earn()
    counted.calls++
    for (let tries = 1; ; tries++) {
      const anotherTry = once(() => tries < triesMax && budget.spend())
      try {
        return await next({ ...call, anotherTry })
      } catch (error) {
        const refused = isTransportFault(error, 'refused')
        const again = refused || (mayHappenTwice(call) && isPassing(error, { call, tries, nowMs: clock.now() }))
        if (!again || tries === triesMax || call.signal.aborted) throw error
        if (!refused && !anotherTry()) throw error
        if (!refused) await clock.sleep(random() * backoffMs * 2 ** (tries - 1), call.signal)
        if (call.signal.aborted) throw error
        counted.retries++
      }
    }
  }

/** Pays at most once for a try, whoever asks for it. */
function once(pay: () => boolean): () => boolean {
  let paid = false
  return () => {
    paid ||= pay()
    return paid
  }
}

/** From the second try on, "still being answered" speaks of our own first try. */
function isPassing(error: unknown, { call, tries, nowMs }: { call: Call; tries: number; nowMs: number }): boolean {
  if (isTransportFault(error)) return !isInner(call) || error.kind !== 'late'
  if (tries > 1 && isFailure(error, 'idempotency_in_flight')) return true
  if (tries === 1 && isFailure(error, 'internal')) return true
  // What is pinned to a version that is not there would only cost others the budget.
  if (isInner(call) || pinOf(call) !== undefined || nowMs - call.beganAtMs > refusalMsMax) return false
  return isFailure(error, 'unavailable') || isFailure(error, 'inventory_unavailable')
}
