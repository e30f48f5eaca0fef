/**
 * What is true of stock, whoever asks and wherever it is kept. The moves themselves run inside the database, where the
 * locks are; a test holds every one of them to these rules.
 */
import type { inventory, Reservation, Stock } from '@switchyard/contracts/inventory'

export type ReservationState = Reservation['state']

/** The three things that an order may ask of the stock room. */
export type StockCommand = keyof typeof inventory.commands

/** The events that answer them. */
type StockAnswer = 'stockReserved' | 'stockRefused' | 'stockCommitted' | 'stockReleased'

interface Move {
  /** What the reservation is afterwards. */
  readonly next: ReservationState | 'none'
  readonly answer: StockAnswer
}

/**
 * What a reservation may become. `none` is an order that inventory has never heard of; its first reservation is the one
 * move that depends on the stock: see `firstReservation`. Every row leads to itself when its command is repeated.
 */
export const moves: Record<StockCommand, Record<ReservationState, Move>> & {
  commitStock: { none: Move }
  releaseStock: { none: Move }
} = {
  reserveStock: {
    held: { next: 'held', answer: 'stockReserved' },
    committed: { next: 'committed', answer: 'stockReserved' },
    refused: { next: 'refused', answer: 'stockRefused' },
    released: { next: 'released', answer: 'stockRefused' },
    expired: { next: 'expired', answer: 'stockRefused' },
  },
  commitStock: {
    none: { next: 'none', answer: 'stockRefused' },
    held: { next: 'committed', answer: 'stockCommitted' },
    committed: { next: 'committed', answer: 'stockCommitted' },
    refused: { next: 'refused', answer: 'stockRefused' },
    released: { next: 'released', answer: 'stockRefused' },
    expired: { next: 'expired', answer: 'stockRefused' },
  },
  releaseStock: {
    none: { next: 'released', answer: 'stockReleased' },
    held: { next: 'released', answer: 'stockReleased' },
    committed: { next: 'released', answer: 'stockReleased' },
    refused: { next: 'refused', answer: 'stockReleased' },
    released: { next: 'released', answer: 'stockReleased' },
    expired: { next: 'expired', answer: 'stockReleased' },
  },
}

/** The first reservation of an order: all of its lines, or none and the SKU that was short (the first in their order). */
export function firstReservation(
  lines: readonly { sku: string; quantity: number }[],
  stockOf: (sku: string) => Piles | undefined,
): { next: 'held'; answer: 'stockReserved' } | { next: 'refused'; answer: 'stockRefused'; sku: string } {
  const short = lines
    .filter(({ sku, quantity }) => quantity > availableOf(stockOf(sku)))
    .map(({ sku }) => sku)
    .sort()[0]
  return short === undefined
    ? { next: 'held', answer: 'stockReserved' }
    : { next: 'refused', answer: 'stockRefused', sku: short }
}

type Piles = Pick<Stock, 'onHand' | 'reserved'>

/** How many can still be promised: what is on hand and held by nobody. Nothing of an unknown SKU. */
export const availableOf = (stock: Piles | undefined): number => (stock ? stock.onHand - stock.reserved : 0)

/** When a hold ends by itself; only a hold does. */
export const endOfHold = (state: ReservationState, expiresAt: Date | null): string | null =>
  state === 'held' && expiresAt ? expiresAt.toISOString() : null
