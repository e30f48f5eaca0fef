import { inventory } from '@switchyard/contracts/inventory'
import type { Received } from '@switchyard/messaging/inbox'
import { outgoing } from '@switchyard/messaging/outbox'
import type { Clock } from '@switchyard/runtime/clock'
import type { z } from 'zod'
import type { StockStore } from './stock-store.ts'

/** What every handler of the stock room works with; `wake` sends the answer on at once. */
export interface StockRoom {
  readonly store: Pick<StockStore, 'reserve' | 'commit' | 'release' | 'findOverdue' | 'expire'>
  readonly clock: Clock
  readonly newId: () => string
  readonly wake: () => void
}

const { stockReserved, stockRefused } = inventory.events

/** Holds every line of an order for `holdMs`, or none of them; a repeat is answered as the first time. */
export function reserveStock({ store, clock, newId, wake, holdMs }: StockRoom & { holdMs: number }) {
  return async (received: Received<z.output<typeof inventory.commands.reserveStock.payload>>): Promise<void> => {
    const { orderId, stepId, lines } = received.payload
    const nowMs = clock.now()
    const untilMs = nowMs + holdMs
    // One of the answers is sent, so they are one message.
    const about = { id: newId(), aggregateId: orderId, traceparent: received.traceparent }
    await store.reserve({
      received,
      orderId,
      lines,
      nowMs,
      untilMs,
      answers: [
        outgoing(stockReserved, { orderId, stepId, expiresAt: new Date(untilMs).toISOString() }, about),
        outgoing(stockRefused, { orderId, stepId, sku: null }, about),
      ],
    })
    wake()
  }
}
