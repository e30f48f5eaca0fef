import { inventory } from '@switchyard/contracts/inventory'
import { outgoing } from '@switchyard/messaging/outbox'
import type { StockRoom } from './reserve-stock.ts'

/** A job that ends every hold that is past its time, so that an order whose saga died gives its stock back. Runs in any number of instances at once. */
export function expireReservations({ store, clock, newId, wake, batch = 100 }: StockRoom & { batch?: number }) {
  return async (signal?: AbortSignal): Promise<void> => {
    while (!signal?.aborted) {
      const nowMs = clock.now()
      const orderIds = await store.findOverdue({ nowMs, limit: batch })
      if (orderIds.length === 0) return
      const events = orderIds.map((orderId) =>
        outgoing(inventory.events.reservationExpired, { orderId }, { id: newId(), aggregateId: orderId }),
      )
      const expired = await store.expire({ orderIds, nowMs, events })
      if (expired.length > 0) wake()
      // Those that another instance is ending now are left to it.
      if (orderIds.length < batch || expired.length === 0) return
    }
  }
}

/** How often to look: a tenth of the hold, so that stock is back soon after it, yet neither constantly nor rarely. */
export const sweepEveryMs = (holdMs: number): number => Math.min(5_000, Math.max(200, Math.round(holdMs / 10)))
