import type { Facts, Invariant } from './facts.ts'
import { invariantsOfMoney } from './invariants-of-money.ts'
import { invariantsOfOrders } from './invariants-of-orders.ts'
import { invariantsOfStock } from './invariants-of-stock.ts'

/** A broken invariant, by name, and one place where it is broken. */
export interface Violation {
  readonly invariant: string
  readonly what: string
}

/** Everything that must hold after any fault. */
export const invariants: readonly Invariant[] = [...invariantsOfOrders, ...invariantsOfMoney, ...invariantsOfStock]

/** Holds the facts to every invariant; empty when all hold. */
export function violationsIn(facts: Facts): Violation[] {
  return invariants.flatMap(({ name, find }) => find(facts).map((what) => ({ invariant: name, what })))
}
