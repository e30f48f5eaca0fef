/**
 * Lets only so many calls to one service be under way at once, and a few more wait, so that a service that has become
 * slow cannot take the whole process with it (M. Nygard, Release It!).
 *
 *     const wraps = [deadline({ clock }), bulkhead(new Bulkhead()), circuitBreaker(breaker), …]
 */
import { Failure } from './failure.ts'
import type { Wrap } from './link.ts'

/** Counts who is inside and keeps the others in line. */
export class Bulkhead {
  readonly inFlightMax: number
  readonly #waitingMax: number
  #inFlight = 0
  readonly #line = new Set<() => void>()

  constructor({ inFlightMax = 256, waitingMax = 1_024 }: { inFlightMax?: number; waitingMax?: number } = {}) {
    this.inFlightMax = inFlightMax
    this.#waitingMax = waitingMax
  }

  get inFlight(): number {
    return this.#inFlight
  }

  /** Resolves when there is room, in the order of arrival. Throws `overloaded` when even the line is full; rejects with the signal's reason when it aborts first. */
  async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#inFlight < this.inFlightMax) return void this.#inFlight++
    if (this.#line.size >= this.#waitingMax) throw new Failure('overloaded', { retryAfterMs: 1_000 })
    const turn = Promise.withResolvers<void>()
    // At once, or a place that comes free in this very moment would be given to somebody who is gone.
    const leave = () => {
      this.#line.delete(turn.resolve)
      turn.reject(signal.reason)
    }
    signal.addEventListener('abort', leave, { once: true })
    this.#line.add(turn.resolve)
    await turn.promise.finally(() => signal.removeEventListener('abort', leave))
  }

  /** Gives the place to whoever is next. */
  leave(): void {
    const [next] = this.#line
    if (!next) return void this.#inFlight--
    this.#line.delete(next)
    next()
  }
}

/** Holds each call to the bulkhead. */
export const bulkhead =
  (hold: Bulkhead): Wrap =>
  async (call, next) => {
    await hold.enter(call.signal)
    try {
      return await next(call)
    } finally {
      hold.leave()
    }
  }
