import { z } from 'zod'
import { inventory } from './inventory.ts'
import { orders } from './orders.ts'

/**
 * Who subscribes to what. Each subscriber `service.name` has one durable queue and retries of its own; a publisher
 * writes one delivery row for every subscriber that stands here, so nobody is forgotten while it is down.
 */
export const subscribers = {
  'orders.fulfilment': [
    inventory.events.stockReserved,
    inventory.events.stockRefused,
    inventory.events.stockCommitted,
    inventory.events.stockReleased,
    inventory.events.reservationExpired,
  ],
  'orders.mailroom': [
    orders.events.orderConfirmed,
    orders.events.orderRejected,
    orders.events.orderCancelled,
    orders.events.orderReturned,
  ],
  'orders.history': [
    orders.events.orderPlaced,
    orders.events.orderConfirmed,
    orders.events.orderRejected,
    orders.events.orderShipped,
    orders.events.orderDelivered,
    orders.events.orderCancelled,
    orders.events.orderReturned,
  ],
  'orders.partners': [
    orders.events.orderConfirmed,
    orders.events.orderRejected,
    orders.events.orderShipped,
    orders.events.orderDelivered,
    orders.events.orderCancelled,
    orders.events.orderReturned,
  ],
} as const

/**
 * Subscribers that apply the events of one aggregate in the order in which they happened: one that cannot be applied holds
 * up those after it of the same aggregate, and no others.
 */
export const inOrder: readonly string[] = ['orders.mailroom'] satisfies (keyof typeof subscribers)[]

export type SubscriberName = keyof typeof subscribers

/** One row of the table above, for those who want to see it. */
export const Subscriber = z.object({ name: z.string(), events: z.array(z.string()), inOrder: z.boolean() })
export type Subscriber = z.infer<typeof Subscriber>
