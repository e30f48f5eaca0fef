import { inventory } from '@switchyard/contracts/inventory'
import type { Received } from '@switchyard/messaging/inbox'
import { outgoing } from '@switchyard/messaging/outbox'
import type { z } from 'zod'
import type { StockRoom } from './reserve-stock.ts'

/** Gives back what an order holds or bought; one that comes before its reservation forbids it. Never refused. */
export function releaseStock({ store, clock, newId, wake }: StockRoom) {
  return async (received: Received<z.output<typeof inventory.commands.releaseStock.payload>>): Promise<void> => {
    const { orderId, stepId } = received.payload
    const { traceparent } = received
    const answer = outgoing(
      inventory.events.stockReleased,
      { orderId, stepId },
      { id: newId(), aggregateId: orderId, traceparent },
    )
    await store.release({ received, orderId, nowMs: clock.now(), answers: [answer] })
    wake()
  }
}
