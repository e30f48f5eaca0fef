import { type Invariant, isSold, known } from './facts.ts'
import type { LedgerEntry } from './ledger.ts'

/** The provider's books and the orders tell the same story. */
export const invariantsOfMoney: readonly Invariant[] = [
  {
    name: 'one charge a sale',
    guarantee: 'A confirmed order has exactly one charge, of its total, and no refund.',
    find: (facts) =>
      known(facts)
        .filter(({ order }) => isSold(order))
        .flatMap(({ order: { orderId, total } }) => {
          const moves = movesOf(facts.entries, orderId)
          const right = moves.length === 1 && moves[0] === total.amount
          return right ? [] : [`order ${orderId} costs ${total.amount} and has the moves [${moves.join(', ')}]`]
        }),
  },
  {
    name: 'no sale, no money',
    guarantee: 'What was taken for a rejected or cancelled order was given back, and taken at most once.',
    find: (facts) =>
      known(facts)
        .filter(({ order }) => order.status === 'rejected' || order.status === 'cancelled')
        .flatMap(({ order: { orderId, status } }) => {
          const moves = movesOf(facts.entries, orderId)
          const settled = sum(moves) === 0 && moves.length <= 2
          return settled ? [] : [`order ${orderId} is ${status} and has the moves [${moves.join(', ')}]`]
        }),
  },
  {
    name: 'no money without an order',
    guarantee: 'Every booking belongs to an order that was acknowledged.',
    find: ({ entries, acknowledged }) => {
      const ours = new Set(acknowledged.map(({ answer }) => answer.orderId))
      return entries
        .filter(({ orderId }) => !ours.has(orderId))
        .map(({ entryId, kind, orderId }) => `${kind} ${entryId} is for order ${orderId}, which nobody was told of`)
    },
  },
]

function movesOf(entries: readonly LedgerEntry[], orderId: string): number[] {
  return entries
    .filter((entry) => entry.orderId === orderId)
    .map(({ kind, amount }) => (kind === 'charge' ? amount : -amount))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
