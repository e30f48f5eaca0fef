/** Numbers that look random and follow from a seed alone: whoever has the seed has the whole run. */
export class SeededRandom {
  #state: number

  constructor(seed: number) {
    this.#state = Math.trunc(seed) >>> 0
  }

  /** At least 0, less than 1. (Mulberry32, Tommy Ettinger.) */
  next = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  /** From 0 up to, and without, `below`. */
  below = (below: number): number => Math.floor(this.next() * below)

  /** One of them, each as often as its weight says. Throws when there is none. */
  pick<T extends { readonly weight: number }>(all: readonly T[]): T {
    let left = this.next() * all.reduce((sum, { weight }) => sum + weight, 0)
    for (const one of all) {
      left -= one.weight
      if (left < 0) return one
    }
    throw new Error('there is nothing to pick from')
  }
}
