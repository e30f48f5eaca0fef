import { inventory } from '@switchyard/contracts/inventory'
import type { Received } from '@switchyard/messaging/inbox'
import { outgoing } from '@switchyard/messaging/outbox'
import type { z } from 'zod'
import type { StockRoom } from './reserve-stock.ts'

const { stockCommitted, stockRefused } = inventory.events

/** Sells what an order holds and tells its edition numbers; refuses when the hold is gone. A repeat tells the same numbers. */
export function commitStock({ store, clock, newId, wake }: StockRoom) {
  return async (received: Received<z.output<typeof inventory.commands.commitStock.payload>>): Promise<void> => {
    const { orderId, stepId } = received.payload
    // One of the answers is sent, so they are one message.
    const about = { id: newId(), aggregateId: orderId, traceparent: received.traceparent }
    await store.commit({
      received,
      orderId,
      nowMs: clock.now(),
      answers: [
        outgoing(stockCommitted, { orderId, stepId, lines: [] }, about),
        outgoing(stockRefused, { orderId, stepId, sku: null }, about),
      ],
    })
    wake()
  }
}
