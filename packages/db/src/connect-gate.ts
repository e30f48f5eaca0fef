import type { Clock } from '@switchyard/runtime/clock'
import type { CurrentCall } from '@switchyard/runtime/current-call'

/** How long nobody knocks at a database that has just refused a connection. */
const pauseMs = 250
/**
 * For so long after a connection was lost or refused a caller waits no longer than this for one, also who waits already, and
 * a call no longer for all that it needs. A checkout waits in four places at worst (who is calling, in orders for its key, in
 * inventory for the prices, with the group of its order), and is tried again when it was refused within 300 ms: the longest
 * refusal is 150 + 300 + 3 × 150 ms.
 */
const troubleMs = 5_000
const patienceMs = 150

/**
 * CIRCUIT BREAKER at a database's door: once it refused a connection, and none is left, whoever comes next is told so at
 * once; then one of them tries again. Without it each waits for a refusal of its own, and a server that is out of
 * connections spends its time on saying no. Where some are left, or some come and go, nobody waits for long.
 */
export class ConnectGate {
  readonly #clock: Pick<Clock, 'now' | 'after'>
  #refusal: Error | undefined
  #shutUntilMs = 0
  #isTrying = false
  #troubledUntilMs = 0
  readonly #waiting = new Set<Waiting>()
  /** When the patience of a call ends, once it had to wait. */
  readonly #endsAtMs = new WeakMap<CurrentCall, number>()

  constructor(clock: Pick<Clock, 'now' | 'after'>) {
    this.#clock = clock
  }

  /** Why nobody needs to try now; undefined for whoever may, and then says how it went. */
  refusal(): Error | undefined {
    if (this.#refusal === undefined) return undefined
    if (this.#isTrying || this.#clock.now() < this.#shutUntilMs) return this.#refusal
    this.#isTrying = true
    return undefined
  }

  /** A connection was had. */
  opened(): void {
    this.#refusal = undefined
    this.#isTrying = false
  }

  /** None was to be had. */
  refused(error: Error): void {
    this.troubled()
    this.#refusal = error
    this.#isTrying = false
    this.#shutUntilMs = this.#clock.now() + pauseMs
  }

  /** A connection broke, or one was refused while others stand. */
  troubled(): void {
    this.#troubledUntilMs = this.#clock.now() + troubleMs
    for (const one of this.#waiting) this.#limit(one)
  }

  /** Runs `giveUp` once a caller, or its `call`, has waited for long enough in troubled times, unless what this returns is called before. */
  limitWait(giveUp: () => void, call?: CurrentCall): () => void {
    const one: Waiting = { giveUp, call, cancel: undefined }
    this.#waiting.add(one)
    if (this.#clock.now() < this.#troubledUntilMs) this.#limit(one)
    return () => {
      one.cancel?.()
      this.#waiting.delete(one)
    }
  }

  #limit(one: Waiting) {
    one.cancel ??= this.#clock.after(this.#patienceOf(one.call), () => {
      this.#waiting.delete(one)
      one.giveUp()
    })
  }

  #patienceOf(call: CurrentCall | undefined): number {
    if (!call) return patienceMs
    const nowMs = this.#clock.now()
    const endsAtMs = this.#endsAtMs.get(call) ?? nowMs + patienceMs
    this.#endsAtMs.set(call, endsAtMs)
    return Math.max(endsAtMs - nowMs, 0)
  }
}

/** Somebody who waits for a connection; it can be called off once there is a limit to that. */
interface Waiting {
  readonly giveUp: () => void
  readonly call: CurrentCall | undefined
  cancel: (() => void) | undefined
}
