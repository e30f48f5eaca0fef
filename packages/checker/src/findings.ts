import type { PileFacts } from '@switchyard/contracts/facts'
import type { Case, Invariant } from './invariant.ts'
import { invariants } from './invariants.ts'

/** Of one invariant so many places are kept, so that a wholly broken shop can still be judged. */
const placesMax = 10_000

/** What is told of each place, by what two looks know it by. */
type Places = Map<string, string>

/** Where each invariant was found broken. */
export class Findings {
  readonly #where: ReadonlyMap<Invariant, Places>

  constructor(where: ReadonlyMap<Invariant, Places> = new Map(invariants.map((one) => [one, new Map()]))) {
    this.#where = where
  }

  /** The books on an order are not all of one moment, so only the very same fault of it is known again. */
  inCase(one: Case): void {
    for (const [invariant, places] of this.#where)
      for (const line of invariant.inCase?.(one) ?? []) note(places, { by: line, line })
  }

  /** A pile is of one moment, and is known by its SKU: its numbers change while it is sold from. */
  inPile(pile: PileFacts): void {
    for (const [invariant, places] of this.#where) {
      const line = invariant.inPile?.(pile)
      if (line !== undefined) note(places, { by: pile.sku, line })
    }
  }

  get count(): number {
    return [...this.#where.values()].reduce((sum, places) => sum + places.size, 0)
  }

  /** Only what was found in the other look as well. */
  alsoIn(other: Findings): Findings {
    const both = [...this.#where].map(([invariant, places]) => {
      const before = other.#where.get(invariant)
      return [invariant, new Map([...places].filter(([by]) => before?.has(by)))] as const
    })
    return new Findings(new Map(both))
  }

  /** Every invariant, held or broken. */
  all() {
    return [...this.#where].map(([{ name, guarantee }, places]) => ({
      ...{ name, guarantee, broken: places.size },
      where: [...places.values()],
    }))
  }
}

function note(places: Places, { by, line }: { by: string; line: string }): void {
  if (places.size < placesMax) places.set(by, line)
}
