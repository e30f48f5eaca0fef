import type { ReservationFacts } from '@switchyard/contracts/facts'
import { type Invariant, isSold, isUndone } from './invariant.ts'

/** Prints are neither made nor lost. */
export const invariantsOfStock: readonly Invariant[] = [
  {
    name: 'stock adds up',
    guarantee: 'edition = available + reserved + sold, none below zero, and each pile is the sum of its movements.',
    inPile: ({ sku, edition, onHand, reserved, sold, moved }) => {
      const available = onHand - reserved
      const equation = available + reserved + sold === edition && Math.min(available, reserved, sold) >= 0
      const follows = [
        [edition, moved.edition],
        [onHand, moved.onHand],
        [reserved, moved.reserved],
        [sold, moved.sold],
      ].every(([is, shall]) => is === shall)
      if (equation && follows) return
      const piles = `edition ${edition}, on hand ${onHand}, reserved ${reserved}, sold ${sold}`
      return `${sku}: ${piles}, and its movements make ${JSON.stringify(moved)}`
    },
  },
  {
    name: 'every pile is somebody’s',
    guarantee:
      'As many prints are reserved as are held for orders, as many sold as committed, and each sold one has a number.',
    inPile: ({ sku, reserved, sold, held, committed, numbered }) => {
      if (reserved === held && sold === committed && sold === numbered) return
      const piles = `${reserved} reserved, ${sold} sold`
      return `${sku}: ${piles}; ${held} are held and ${committed} committed, and ${numbered} have numbers`
    },
  },
  {
    name: 'sold is what was ordered',
    guarantee: 'The prints of a sold order are committed, exactly those that it asked for.',
    inCase: ({ order, reservation, isAtRest }) => {
      if (!order || !isAtRest || !isSold(order)) return []
      const right = reservation?.state === 'committed' && linesOf(reservation.lines) === linesOf(order.lines)
      if (right) return []
      return [`order ${order.orderId} wants ${linesOf(order.lines)}; in stock it has ${told(reservation)}`]
    },
  },
  {
    name: 'nothing stays reserved',
    guarantee: 'An order that came to nothing holds no print, and no hold outlives its time.',
    inCase: ({ order, reservation, isAtRest, isPast }) => {
      if (!reservation) return []
      const keeps = reservation.state === 'held' || reservation.state === 'committed'
      const overdue = reservation.state === 'held' && reservation.expiresAt !== null && isPast(reservation.expiresAt)
      return [
        ...(order && isAtRest && isUndone(order) && keeps
          ? [`order ${order.orderId} is ${order.status}, and its reservation is ${told(reservation)}`]
          : []),
        ...(overdue ? [`the hold of order ${reservation.orderId} ended at ${reservation.expiresAt}`] : []),
      ]
    },
  },
  {
    name: 'no stock without an order',
    guarantee: 'Every reservation belongs to an order.',
    inCase: ({ order, reservation }) =>
      order || !reservation ? [] : [`${told(reservation)} for ${reservation.orderId}, which is no order`],
  },
  {
    name: 'every print is one buyer’s',
    guarantee:
      'A sold order has as many edition numbers as prints, those that the stock room gave to it and to nobody else.',
    inCase: ({ order, reservation, isAtRest }) => {
      if (!order || !isAtRest) return []
      return order.lines.flatMap(({ sku, quantity, numbers }) => {
        const given = reservation?.lines.find((line) => line.sku === sku)?.numbers ?? []
        const right = numbers.join() === given.join() && numbers.length === (isSold(order) ? quantity : 0)
        if (right) return []
        const has = `has the numbers [${numbers.join(', ')}] for ${quantity} of ${sku}`
        return [`order ${order.orderId} ${has}, and was given [${given.join(', ')}]`]
      })
    },
  },
]

const linesOf = (lines: readonly { sku: string; quantity: number }[]): string =>
  lines
    .map(({ sku, quantity }) => `${quantity} × ${sku}`)
    .sort()
    .join(', ')

const told = (reservation: ReservationFacts | undefined): string =>
  reservation ? `${linesOf(reservation.lines) || 'nothing'}, ${reservation.state}` : 'no reservation'
