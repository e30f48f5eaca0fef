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

  /**
   * Resolves when there is room, in the order of arrival. Rejects with `overloaded` when even the line is full, and with the signal's
   * reason when it aborts first. No `async`: its extra turns would let who comes now go on before who was let in just before.
   */
  enter(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason)
    if (this.#inFlight < this.inFlightMax) {
      this.#inFlight += 1
      return Promise.resolve()
    }
    if (this.#line.size >= this.#waitingMax) return Promise.reject(new Failure('overloaded', { retryAfterMs: 1_000 }))
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const letIn = () => {
      signal.removeEventListener('abort', giveUp)
      resolve()
    }
    // At once, or a place that comes free in this very moment would be given to somebody who is gone.
    const giveUp = () => {
      this.#line.delete(letIn)
      reject(signal.reason)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    this.#line.add(letIn)
    return promise
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
