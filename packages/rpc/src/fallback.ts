/**
 * Keeps the last good answer of operations whose contract says that it is better than none. When nobody answers, the
 * failure brings it along; whoever asked decides whether to show it, and says then that it is old.
 *
 *     const wraps = [fallback({ clock }), deadline({ clock }), …]
 *     catch (error) { if (error instanceof WithLastGood) show(error.lastGood.value, error.lastGood.sinceMs) }
 */
import { failures } from '@switchyard/contracts/failure'
import type { Clock } from '@switchyard/runtime/clock'
import { CallerLeft } from './deadline.ts'
import { Failure } from './failure.ts'
import { pinOf, type Wrap } from './link.ts'
import { RecentMap } from './recent-map.ts'
import { isTransportFault } from './transport-fault.ts'

/** An answer from better times. */
export interface LastGood {
  value: unknown
  /** When it was given. */
  sinceMs: number
}

/** Nobody answers, but somebody did once. */
export class WithLastGood extends Failure {
  readonly lastGood: LastGood

  constructor(cause: unknown, lastGood: LastGood, service: string) {
    const known = cause instanceof Failure ? cause : undefined
    super(known?.code ?? 'unavailable', known?.details ?? { detail: `${service} does not answer.` }, { cause })
    this.lastGood = lastGood
  }
}

/** Remembers the latest `keptMax` answers. Only for operations that anyone may call: their answers are the same for everybody, of one version. */
export function fallback({ clock, keptMax = 1_000 }: { clock: Clock; keptMax?: number }): Wrap {
  const kept = new RecentMap<LastGood>(keptMax)
  return async (call, next) => {
    if (call.policy.fallback !== 'last-good' || !call.policy.callers.includes('anyone')) return await next(call)
    const question = `${pinOf(call) ?? ''} ${call.name} ${JSON.stringify(call.input)}`
    try {
      const value = await next(call)
      kept.set(question, { value, sinceMs: clock.now() })
      return value
    } catch (error) {
      const lastGood = !call.signal.aborted && isAwayError(error) ? kept.get(question) : undefined
      throw lastGood ? new WithLastGood(error, lastGood, call.service) : error
    }
  }
}

/** Whether an error means that nobody could answer, rather than what was answered. */
export const isAwayError = (error: unknown): boolean =>
  !(error instanceof CallerLeft) &&
  (isTransportFault(error) || (error instanceof Failure && failures[error.code].status >= 500))
