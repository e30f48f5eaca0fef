/**
 * Spreads calls over the instances that are there now: of two taken at random, the one with fewer calls pending
 * (M. Mitzenmacher, The Power of Two Choices). An instance that gave no answer is left out for a while.
 *
 *     const balancer = new LoadBalancer({ watch, ejection, random: Math.random })
 *     const wraps = [deadline({ clock }), retry({ … }), balance(balancer), …]
 */
import type { Entry, Watch } from './discovery.ts'
import type { Ejection } from './ejection.ts'
import { Failure } from './failure.ts'
import type { Call, Wrap } from './link.ts'
import { isTransportFault } from './transport-fault.ts'

/** Knows how many calls wait for each instance, and chooses by it. */
export class LoadBalancer {
  readonly #watch: Watch
  readonly #ejection: Ejection
  readonly #random: () => number
  readonly #pending = new Map<Entry, number>()

  constructor({ watch, ejection, random }: { watch: Watch; ejection: Ejection; random: () => number }) {
    this.#watch = watch
    this.#ejection = ejection
    this.#random = random
  }

  /** Picks an instance, one that this call has not tried if there is any. Throws `unavailable` when nobody is registered. */
  async pick({ service, tried }: Call): Promise<Entry> {
    if (this.#watch.entries.length === 0) await this.#watch.ready
    const picked = this.#lessBusyOfTwo(this.#candidates(tried))
    if (picked) return picked
    throw new Failure('unavailable', { detail: `No instance of ${service} is registered.` })
  }

  /** Runs with a call counted as pending for an instance, which is taken out when it gives no answer. */
  async send<T>(instance: Entry, run: () => Promise<T>): Promise<T> {
    this.#pending.set(instance, this.#pendingOf(instance) + 1)
    try {
      return await run()
    } catch (error) {
      if (isTransportFault(error)) this.#ejection.eject(instance)
      throw error
    } finally {
      const left = this.#pendingOf(instance) - 1
      if (left > 0) this.#pending.set(instance, left)
      else this.#pending.delete(instance)
    }
  }

  /** The best of what there is. When every instance is out it is likelier that we are wrong than that nobody is left, so all are tried again. */
  #candidates(tried: ReadonlySet<Entry>): readonly Entry[] {
    const all = this.#watch.entries
    if (tried.size === 0 && this.#ejection.none) return all
    const sound = all.filter((entry) => !this.#ejection.has(entry))
    const believed = sound.length > 0 ? sound : all
    const fresh = believed.filter((entry) => !tried.has(entry))
    return fresh.length > 0 ? fresh : believed
  }

  #lessBusyOfTwo(entries: readonly Entry[]): Entry | undefined {
    const first = Math.floor(this.#random() * entries.length)
    const other = (first + 1 + Math.floor(this.#random() * (entries.length - 1))) % entries.length
    const [a, b] = [entries[first], entries[other]]
    return a && b && this.#pendingOf(b) < this.#pendingOf(a) ? b : a
  }

  #pendingOf(instance: Entry): number {
    return this.#pending.get(instance) ?? 0
  }
}

/** Gives each try of a call its instance. */
export const balance =
  (balancer: LoadBalancer): Wrap =>
  async (call, next) => {
    const instance = await balancer.pick(call)
    call.tried.add(instance)
    return await balancer.send(instance, () => next({ ...call, instance }))
  }
