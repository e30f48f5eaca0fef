/**
 * PUB/SUB at work: what orders does when others, or it itself, have something to tell. Each subscriber has its own queue
 * and retries; who publishes does not know who listens.
 */
import type { Reservation } from '@switchyard/contracts/inventory'
import type { Received } from '@switchyard/messaging/inbox'
import type { HandlersOf } from '@switchyard/messaging/pub-sub'
import { answerOf } from '@switchyard/messaging/saga'
import type { ChangeOrder } from './change-order.ts'
import { fulfilOrder } from './fulfil-order.saga.ts'
import { fulfil } from './fulfilment.ts'
import type { Mailroom } from './mailroom.ts'
import type { OrderProjection } from './order-projection.ts'
import type { WebhookDeliveries } from './webhook-deliveries.ts'

interface Answer {
  readonly orderId: string
  readonly stepId: string
  /** Edition numbers, when the stock was committed. */
  readonly lines?: Pick<Reservation['lines'][number], 'sku' | 'numbers'>[]
}

/** The saga hears inventory's answers; which one answers which step stands in the saga's table. */
export function fulfilment({ changeOrder }: { changeOrder: ChangeOrder }): HandlersOf<'orders.fulfilment'> {
  const onAnswer = async (received: Received<Answer>) => {
    const { orderId, stepId, lines } = received.payload
    await changeOrder(
      orderId,
      (order, nowMs) => {
        const input = answerOf(fulfilOrder, order.saga, { name: received.name, stepId })
        return input && fulfil(order, { type: 'answered', input, ...(lines && { numbers: lines }) }, nowMs)
      },
      { received },
    )
  }
  return {
    'inventory.stockReserved': onAnswer,
    'inventory.stockRefused': onAnswer,
    'inventory.stockCommitted': onAnswer,
    'inventory.stockReleased': onAnswer,
    'inventory.reservationExpired': async (received) => {
      const { orderId } = received.payload
      await changeOrder(orderId, (order, nowMs) => fulfil(order, { type: 'expired' }, nowMs), { received })
    },
  }
}

/** The mailroom writes to the customer; events carry no names, so it reads them in its own database. */
export const mailroom = ({ send }: Mailroom): HandlersOf<'orders.mailroom'> => ({
  'orders.orderConfirmed': (received) => send('order_confirmed', received),
  'orders.orderRejected': (received) => send('order_rejected', received),
  'orders.orderCancelled': (received) => send('order_cancelled', received),
  'orders.orderReturned': (received) => send('order_returned', received),
})

/** The read models keep what every event tells, in one way for all of them. */
export const history = ({ apply }: OrderProjection): HandlersOf<'orders.history'> => ({
  'orders.orderPlaced': apply,
  'orders.orderConfirmed': apply,
  'orders.orderRejected': apply,
  'orders.orderShipped': apply,
  'orders.orderDelivered': apply,
  'orders.orderCancelled': apply,
  'orders.orderReturned': apply,
})

/** What partners asked to hear is written down for each of their endpoints; sending it is another's work. */
export const partners = ({ enqueue }: Pick<WebhookDeliveries, 'enqueue'>): HandlersOf<'orders.partners'> => ({
  'orders.orderConfirmed': enqueue,
  'orders.orderRejected': enqueue,
  'orders.orderShipped': enqueue,
  'orders.orderDelivered': enqueue,
  'orders.orderCancelled': enqueue,
  'orders.orderReturned': enqueue,
})
