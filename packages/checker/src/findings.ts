import type { PileFacts } from '@switchyard/contracts/facts'
import type { Case, Invariant } from './invariant.ts'
import { invariants } from './invariants.ts'

/** Of one invariant so many places are kept, so that a wholly broken shop can still be judged. */
const placesMax = 10_000

/** Where each invariant was found broken. */
export class Findings {
  readonly #where: ReadonlyMap<Invariant, Set<string>>

  constructor(where: ReadonlyMap<Invariant, Set<string>> = new Map(invariants.map((one) => [one, new Set()]))) {
    this.#where = where
  }

  inCase(one: Case): void {
    for (const [invariant, places] of this.#where) note(places, invariant.inCase?.(one))
  }

  inPile(pile: PileFacts): void {
    for (const [invariant, places] of this.#where) note(places, invariant.inPile?.(pile))
  }

  get count(): number {
    return [...this.#where.values()].reduce((sum, places) => sum + places.size, 0)
  }

  /** Only what was found in the other look as well. */
  alsoIn(other: Findings): Findings {
    const both = [...this.#where].map(([invariant, places]) => {
      const before = other.#where.get(invariant)
      return [invariant, new Set([...places].filter((place) => before?.has(place)))] as const
    })
    return new Findings(new Map(both))
  }

  /** Every invariant, held or broken. */
  all() {
    return [...this.#where].map(([{ name, guarantee }, places]) => ({
      ...{ name, guarantee, broken: places.size },
      where: [...places],
    }))
  }
}

function note(places: Set<string>, found: readonly string[] = []): void {
  for (const place of found) if (places.size < placesMax) places.add(place)
}
