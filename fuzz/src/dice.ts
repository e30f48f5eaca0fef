import { seededRandom } from '@switchyard/rpc/testing/seeded-random'

/** Chance that a seed decides: the same case is the same request in every run. */
export interface Dice {
  /** From 0 up to and without `below`. */
  upTo(below: number): number
  oneOf<Item>(items: readonly [Item, ...Item[]]): Item
  /** True once in `times`. */
  once(times: number): boolean
}

/** The dice of one case of a run. */
export function diceOf(seed: number, index: number): Dice {
  // Neighbouring seeds begin alike: a few throws part them.
  const random = seededRandom(((seed * 1_000_003 + index * 7_919) % 2_147_483_646) + 1)
  for (let thrown = 0; thrown < 3; thrown++) random()
  const upTo = (below: number) => Math.min(Math.floor(random() * below), below - 1)
  return {
    upTo,
    oneOf: (items) => items[upTo(items.length)] ?? items[0],
    once: (times) => upTo(times) === 0,
  }
}
