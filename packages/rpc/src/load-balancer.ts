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

  /**
   * Sends a call to an instance, one that it has not tried if there is any, and takes the instance out when it gives no
   * answer. Choosing and counting are one step, so that calls of the same moment see one another. Throws `unavailable`
   * when nobody is registered.
   */
  async send<T>({ service, tried }: Call, work: (instance: Entry) => Promise<T>): Promise<T> {
    if (this.#watch.entries.length === 0) await this.#watch.ready
    const instance = this.#lessBusyOfTwo(this.#candidates(tried))
    if (!instance) throw new Failure('unavailable', { detail: `No instance of ${service} is registered.` })
    tried.add(instance)
    this.#pending.set(instance, this.#pendingOf(instance) + 1)
    try {
      return await work(instance)
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
  (call, next) =>
    balancer.send(call, (instance) => next({ ...call, instance }))
