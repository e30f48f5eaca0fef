import type { BuriedMessage, OrderFacts, PileFacts, ReservationFacts, SentMessage } from '@switchyard/contracts/facts'

/** Money that moved, as the payment provider's ledger has it; `amount` in cents. */
export interface LedgerEntry {
  readonly entryId: string
  readonly kind: 'charge' | 'refund'
  readonly orderId: string
  readonly amount: number
  readonly idempotencyKey: string
}

/** One order with all that anybody has in their books about it. */
export interface Case {
  readonly orderId: string
  /** Undefined: orders has never heard of it. */
  readonly order: OrderFacts | undefined
  readonly reservation: ReservationFacts | undefined
  readonly entries: readonly LedgerEntry[]
  readonly sent: readonly SentMessage[]
  readonly buried: readonly BuriedMessage[]
  /** Nothing is under way and nothing has changed for the grace that things under way are given. */
  readonly isAtRest: boolean
  /** Whether what has been under way since then should be over by now. */
  isLate(since: string): boolean
  /** Whether this moment lies so far back that what had to happen then must have happened. */
  isPast(moment: string): boolean
}

/** One sentence that must hold whatever has failed, and how to find where it does not: about each order, or each pile of prints. */
export interface Invariant {
  readonly name: string
  readonly guarantee: string
  /** One line for each place where it is broken. */
  inCase?(one: Case): readonly string[]
  /** What is wrong with a pile that breaks it. */
  inPile?(pile: PileFacts): string | undefined
}

/** Whether its prints are sold: confirmed, and not cancelled or returned since. */
export const isSold = ({ status }: OrderFacts): boolean =>
  status === 'confirmed' || status === 'shipped' || status === 'delivered'

/** Whether it has come to nothing, or was undone. */
export const isUndone = ({ status }: OrderFacts): boolean =>
  status === 'rejected' || status === 'cancelled' || status === 'returned'
