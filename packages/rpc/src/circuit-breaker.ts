/**
 * Stops calling a service that does not answer, five times in a row or for half of many calls, so that its callers fail at
 * once instead of waiting and it can recover (M. Nygard, Release It!). One breaker a service: `closed` lets calls pass, `open` refuses them, `half-open` lets one try.
 *
 *     const wraps = [deadline({ clock }), circuitBreaker(new CircuitBreaker({ clock })), …]
 */
import type { Clock } from '@switchyard/runtime/clock'
import { CallerLeft } from './deadline.ts'
import { Failure, isFailure } from './failure.ts'
import { pinOf, type Wrap } from './link.ts'
import { TrackRecord } from './track-record.ts'
import { isTransportFault } from './transport-fault.ts'

/** How a call that was let through ended: `failed` is an answer that is none, `left` says nothing about the service. */
export type Outcome = 'answered' | 'unanswered' | 'failed' | 'left'

/** So many calls in five to ten seconds, half of them without a good answer, open it as well. */
const triesMin = 20
const badShareMax = 0.5

/** Counts calls without an answer and decides by the clock alone, never by a timer that began at start. */
export class CircuitBreaker {
  readonly #clock: Clock
  readonly #faultsMax: number
  readonly #openMs: number
  readonly #record: TrackRecord
  #faults = 0
  #openedAtMs: number | undefined
  #trying = false
  /** Results of calls that began before the last change of state say nothing about the present one. */
  #epoch = 0

  constructor({ clock, faultsMax = 5, openMs = 1_000 }: { clock: Clock; faultsMax?: number; openMs?: number }) {
    this.#clock = clock
    this.#faultsMax = faultsMax
    this.#openMs = openMs
    this.#record = new TrackRecord({ clock, spanMs: 5_000 })
  }

  get openMs(): number {
    return this.#openMs
  }

  /** Until a call may try; null while calls pass. */
  get trialInMs(): number | null {
    if (this.#openedAtMs === undefined) return null
    return Math.max(0, this.#openMs - (this.#clock.now() - this.#openedAtMs))
  }

  get state(): 'closed' | 'open' | 'half-open' {
    if (this.#openedAtMs === undefined) return 'closed'
    return this.#clock.now() - this.#openedAtMs < this.#openMs ? 'open' : 'half-open'
  }

  /** Lets a call through and returns where to report its outcome, or throws `unavailable` with the time to wait. */
  enter(): (outcome: Outcome) => void {
    const { state } = this
    if (state === 'open' || (state === 'half-open' && this.#trying)) throw this.#refusal()
    if (state === 'half-open') this.#trying = true
    const epoch = this.#epoch
    return (outcome) => {
      if (epoch === this.#epoch) this.#settle(outcome, state === 'half-open')
    }
  }

  #settle(outcome: Outcome, trial: boolean) {
    if (trial) this.#trying = false
    if (outcome === 'left') return
    this.#record.note('tries')
    if (outcome === 'answered') return this.#close(trial)
    this.#record.note('bad')
    if (outcome === 'unanswered') this.#faults++
    if (trial || this.#faults >= this.#faultsMax || this.#mostlyBad()) this.#open()
  }

  #mostlyBad(): boolean {
    const { tries, bad } = this.#record.counts
    return tries >= triesMin && bad / tries >= badShareMax
  }

  #close(trial: boolean) {
    this.#faults = 0
    this.#openedAtMs = undefined
    if (!trial) return
    this.#epoch++
    this.#record.forget()
  }

  #open() {
    this.#openedAtMs = this.#clock.now()
    this.#epoch++
  }

  #refusal() {
    const waitedMs = this.#clock.now() - (this.#openedAtMs ?? 0)
    return new Failure('unavailable', { retryAfterMs: Math.max(this.#openMs - waitedMs, 100) })
  }
}

/**
 * Asks the breaker before each call and tells it how the call ended, retries and all. Of a call that is pinned to a version it tells
 * nothing: whoever pins chooses who is asked, and may choose somebody who is not there.
 */
export const circuitBreaker =
  (breaker: CircuitBreaker): Wrap =>
  async (call, next) => {
    const leave = breaker.enter()
    const report = (outcome: Outcome) => leave(pinOf(call) === undefined ? outcome : 'left')
    try {
      const reply = await next(call)
      report('answered')
      return reply
    } catch (error) {
      report(outcomeOf(call.signal.aborted ? call.signal.reason : error))
      throw error
    }
  }

function outcomeOf(error: unknown): Outcome {
  if (error instanceof CallerLeft) return 'left'
  if (isFailure(error, 'internal')) return 'failed'
  return isTransportFault(error) || isFailure(error, 'unavailable') ? 'unanswered' : 'answered'
}
