import type { FaultRequest } from '@switchyard/contracts/lab'
import type { OrderPath } from '@switchyard/contracts/lab-operations'
import type { PlaceOrder } from '@switchyard/contracts/orders'
import type { MessageTrail } from '@switchyard/contracts/trail'

/** The piece of news that somebody fails over; all of `hearers` hear it. */
const news = 'orders.orderCancelled'
export const hearers = ['orders.mailroom', 'orders.history', 'orders.partners'] as const
export type Hearer = (typeof hearers)[number]

/** An order that is given back as soon as it is confirmed, so that there is news of it. */
export const orderToCancel = (email: string): PlaceOrder => ({
  lines: [{ sku: 'cutout-no-15-a3', quantity: 1 }],
  contact: { name: 'A visitor', email },
  address: { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' },
  payment: { token: 'tok_ok' },
})

/** One subscriber fails over the news of this one order; over before its last try, so that nothing is put aside. */
export const harmTo = (orderId: string, queue: Hearer): FaultRequest => ({
  target: { queue, orderId },
  operation: news,
  kind: 'error',
  share: 1,
  ttlS: 15,
})

type Delivery = MessageTrail['deliveries'][number]

/** What became of the news at one subscriber, and at the others; `undefined` before it was told. */
export function newsAt(path: OrderPath | undefined, hearer: Hearer): { own: Delivery; others: Delivery[] } | undefined {
  const deliveries = path?.messages.find(({ name }) => name === news)?.deliveries ?? []
  const own = deliveries.find(({ to }) => to === hearer)
  return own && { own, others: deliveries.filter(({ to }) => to !== hearer) }
}

/** By message: when a subscriber was done with it, for everything about this order that it hears. */
export const heardBy = (path: OrderPath | undefined, hearer: string): Record<string, string | null> =>
  Object.fromEntries(
    (path?.messages ?? [])
      .filter(({ kind }) => kind === 'event')
      .flatMap(({ id, deliveries }) =>
        deliveries.filter(({ to }) => to === hearer).map(({ acknowledgedAt }) => [id, acknowledgedAt] as const),
      ),
  )
