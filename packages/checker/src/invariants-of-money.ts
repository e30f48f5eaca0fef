import { type Case, type Invariant, isSold, isUndone, type LedgerEntry } from './invariant.ts'

/** The provider's books and the orders tell the same story. */
export const invariantsOfMoney: readonly Invariant[] = [
  {
    name: 'one charge a sale',
    guarantee: 'A sold order has exactly one charge, of its total, and no refund.',
    inCase: ({ order, entries, isAtRest }) => {
      if (!order || !isAtRest || !isSold(order)) return []
      const moves = entries.map(signed)
      if (moves.length === 1 && moves[0] === order.totalAmount) return []
      return [`order ${order.orderId} costs ${order.totalAmount} and has the moves [${moves.join(', ')}]`]
    },
  },
  {
    name: 'no card is charged twice',
    guarantee: 'Whatever becomes of an order, it never has a second charge.',
    inCase: (one) => repeated(one, 'charge'),
  },
  {
    name: 'nothing is refunded twice',
    guarantee: 'Whatever becomes of an order, it never has a second refund.',
    inCase: (one) => repeated(one, 'refund'),
  },
  {
    name: 'no sale, no money',
    guarantee: 'What was taken for an order that came to nothing was given back, and taken at most once.',
    inCase: ({ order, entries, isAtRest }) => {
      if (!order || !isAtRest || !isUndone(order)) return []
      const moves = entries.map(signed)
      if (moves.length <= 2 && moves.reduce((sum, move) => sum + move, 0) === 0) return []
      return [`order ${order.orderId} is ${order.status} and has the moves [${moves.join(', ')}]`]
    },
  },
  {
    name: 'no money without an order',
    guarantee: 'Every booking belongs to an order.',
    inCase: ({ order, entries }) =>
      order
        ? []
        : entries.map(({ entryId, kind, orderId }) => `${kind} ${entryId} is for ${orderId}, which is no order`),
  },
  {
    name: 'money is booked as it moved',
    guarantee: 'The charge and the refund that an order knows are those of the ledger, each under the order’s one key.',
    inCase: (one) => [...unbooked(one, 'charge'), ...unbooked(one, 'refund')],
  },
]

function repeated({ orderId, entries }: Case, kind: LedgerEntry['kind']): string[] {
  const moved = entries.filter((entry) => entry.kind === kind)
  return moved.length <= 1 ? [] : [`order ${orderId} has ${moved.length} entries of kind ${kind}`]
}

const signed = ({ kind, amount }: LedgerEntry): number => (kind === 'charge' ? amount : -amount)

function unbooked({ order, entries, isAtRest }: Case, kind: LedgerEntry['kind']): string[] {
  if (!order || !isAtRest) return []
  const known = kind === 'charge' ? order.payment.chargeId : order.payment.refundId
  const moved = entries.filter((entry) => entry.kind === kind)
  const key = `${kind}-${order.orderId}`
  return [
    ...(known === null || moved.some(({ entryId }) => entryId === known)
      ? []
      : [`order ${order.orderId} knows ${kind} ${known}, which the ledger does not have`]),
    ...moved.flatMap(({ entryId, idempotencyKey }) => [
      ...(entryId === known ? [] : [`order ${order.orderId} does not know ${kind} ${entryId}`]),
      ...(idempotencyKey === key ? [] : [`${kind} ${entryId} of order ${order.orderId} has the key ${idempotencyKey}`]),
    ]),
  ]
}
