import type { PileFacts } from '@switchyard/contracts/facts'
import type { OrderLine } from '@switchyard/contracts/values'
import { assertKept, RefusedByDatabase } from './refused-by-database.ts'

export type Line = Pick<OrderLine, 'sku' | 'quantity'>

/** Between which piles prints move; each factor is -1, 0 or 1. */
interface Way {
  readonly kind: string
  readonly onHand: number
  readonly reserved: number
  readonly sold: number
}

/** Every way that an order's prints may go, each at most once an order. */
export const ways = {
  reserved: { kind: 'reserved', onHand: 0, reserved: 1, sold: 0 },
  committed: { kind: 'committed', onHand: -1, reserved: -1, sold: 1 },
  released: { kind: 'released', onHand: 0, reserved: -1, sold: 0 },
  restocked: { kind: 'restocked', onHand: 1, reserved: 0, sold: -1 },
  expired: { kind: 'expired', onHand: 0, reserved: -1, sold: 0 },
} as const satisfies Record<string, Way>

/** The prints of one SKU, with their constraints, their edition numbers and the ledger of their movements. */
export class Pile {
  readonly sku: string
  readonly edition: number
  onHand: number
  reserved = 0
  sold = 0
  readonly #buyers = new Map<number, string>()
  readonly #movements = new Set<string>()
  #moved: Omit<Way, 'kind'>

  constructor(sku: string, edition: number) {
    this.sku = sku
    this.edition = edition
    this.onHand = edition
    this.#moved = { onHand: edition, reserved: 0, sold: 0 }
  }

  /** Moves an order's prints; the lowest free numbers go with what is sold, and come back with what is restocked. */
  move(orderId: string, { kind, ...by }: Way, quantity: number): void {
    const movement = `${orderId} ${kind}`
    if (this.#movements.has(movement)) throw new RefusedByDatabase('23505', 'stock_movement_once')
    const onHand = this.onHand + by.onHand * quantity
    const reserved = this.reserved + by.reserved * quantity
    const sold = this.sold + by.sold * quantity
    assertKept('stock_equation', onHand + sold === this.edition)
    assertKept('stock_not_oversold', reserved <= onHand)
    assertKept('stock_reserved_check', reserved >= 0)
    this.#movements.add(movement)
    Object.assign(this, { onHand, reserved, sold })
    const { onHand: hand, reserved: held, sold: gone } = this.#moved
    this.#moved = {
      onHand: hand + by.onHand * quantity,
      reserved: held + by.reserved * quantity,
      sold: gone + by.sold * quantity,
    }
    if (kind === 'committed') this.#give(orderId, quantity)
    if (kind === 'restocked') for (const number of this.numbersOf(orderId)) this.#buyers.delete(number)
  }

  /** Lowest first. */
  numbersOf(orderId: string): number[] {
    return [...this.#buyers].flatMap(([number, buyer]) => (buyer === orderId ? [number] : [])).sort((a, b) => a - b)
  }

  facts(promised: { held: number; committed: number }): PileFacts {
    const { sku, edition, onHand, reserved, sold } = this
    const moved = { edition: this.#moved.onHand + this.#moved.sold, ...this.#moved }
    return { ...{ sku, edition, onHand, reserved, sold, moved }, ...promised, numbered: this.#buyers.size }
  }

  #give(orderId: string, quantity: number): void {
    for (let number = 1, left = quantity; left > 0; number++) {
      if (this.#buyers.has(number)) continue
      this.#buyers.set(number, orderId)
      left -= 1
    }
  }
}
