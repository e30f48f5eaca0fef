/**
 * Spreads calls over the instances that are there now: of two taken at random, the one with fewer calls pending
 * (M. Mitzenmacher, The Power of Two Choices). An instance that did not answer is left out until it answers a ping.
 *
 *     const balancer = new LoadBalancer({ watch, ping, clock, random: Math.random })
 *     const wraps = [deadline({ clock }), retry({ … }), balance(balancer), …]
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Entry, Watch } from './discovery.ts'
import { Failure } from './failure.ts'
import type { Ping } from './leave-hung.ts'
import type { Call, Wrap } from './link.ts'
import { isTransportFault } from './transport-fault.ts'

const pingMsFirst = 50
const pingMsMax = 1_000

/** Knows how many calls wait for each instance, and which instances do not answer. */
export class LoadBalancer {
  readonly #watch: Watch
  readonly #ping: Ping
  readonly #clock: Clock
  readonly #random: () => number
  readonly #pending = new Map<string, number>()
  readonly #ejected = new Set<string>()

  constructor({ watch, ping, clock, random }: { watch: Watch; ping: Ping; clock: Clock; random: () => number }) {
    this.#watch = watch
    this.#ping = ping
    this.#clock = clock
    this.#random = random
  }

  /** Picks an instance, one that this call has not tried if there is any. Throws `unavailable` when nobody is registered. */
  async pick({ service, tried }: Call): Promise<Entry> {
    await (this.#watch.entries.length === 0 && this.#watch.ready)
    const all = this.#watch.entries
    const sound = all.filter((entry) => !this.#ejected.has(keyOf(entry)))
    const fresh = (sound.length > 0 ? sound : all).filter((entry) => !tried.has(keyOf(entry)))
    // When all are out it is more likely that we are wrong than that nobody is left, so all are tried again.
    const picked = this.#lessBusyOfTwo(fresh.length > 0 ? fresh : sound.length > 0 ? sound : all)
    if (picked) return picked
    throw new Failure('unavailable', { detail: `No instance of ${service} is registered.` })
  }

  /** Counts a call as pending while it runs. */
  async count<T>(instance: Entry, run: () => Promise<T>): Promise<T> {
    const key = keyOf(instance)
    this.#pending.set(key, (this.#pending.get(key) ?? 0) + 1)
    try {
      return await run()
    } finally {
      const left = (this.#pending.get(key) ?? 1) - 1
      if (left > 0) this.#pending.set(key, left)
      else this.#pending.delete(key)
    }
  }

  /** Sends an instance nothing until it answers a ping or leaves the registry. */
  eject(instance: Entry): void {
    const key = keyOf(instance)
    if (this.#ejected.has(key)) return
    this.#ejected.add(key)
    void this.#awaitReturn(instance, key)
  }

  async #awaitReturn(instance: Entry, key: string) {
    for (let waitMs = pingMsFirst; ; waitMs = Math.min(waitMs * 2, pingMsMax)) {
      await this.#clock.sleep(waitMs)
      const known = this.#watch.entries.some((entry) => keyOf(entry) === key)
      if (!known || (await this.#ping(instance))) break
    }
    this.#ejected.delete(key)
  }

  #lessBusyOfTwo(entries: readonly Entry[]): Entry | undefined {
    const first = Math.floor(this.#random() * entries.length)
    const other = (first + 1 + Math.floor(this.#random() * (entries.length - 1))) % entries.length
    const [a, b] = [entries[first], entries[other]]
    return a && b && this.#pendingOf(b) < this.#pendingOf(a) ? b : a
  }

  #pendingOf = (entry: Entry) => this.#pending.get(keyOf(entry)) ?? 0
}

/** Picks an instance for the call, and takes it out when it gives no answer. */
export const balance =
  (balancer: LoadBalancer): Wrap =>
  async (call, next) => {
    const instance = await balancer.pick(call)
    call.tried.add(keyOf(instance))
    try {
      return await balancer.count(instance, () => next({ ...call, instance }))
    } catch (error) {
      if (isTransportFault(error)) balancer.eject(instance)
      throw error
    }
  }

/** A restarted instance listens elsewhere and is a new one to the balancer. */
const keyOf = ({ instanceId, address }: Entry) => `${instanceId}@${address}`
