import type { Clock } from '@switchyard/runtime/clock'
import { assertLegal, type OrderChange, type OrderRecord } from './order.ts'
import type { OrderStore, SaveOptions } from './order-store.ts'

/** What others hear after a commit; losing it costs time, never an order. */
export interface Signals {
  /** The relay may carry messages on now. */
  wake(): void
  /** Whoever watches this key may read it again. */
  hint(topic: string, key: string): void
}

/** A pure rule: what an order becomes, or `undefined` when nothing changes. It may throw a failure to refuse. */
export type Decide = (order: OrderRecord, nowMs: number) => OrderChange | undefined

/** The order before, and what was changed in it. */
interface Changed {
  readonly order: OrderRecord
  readonly change: OrderChange
}

/** What {@link createChangeOrder} makes. */
export type ChangeOrder = (orderId: string, decide: Decide, options?: SaveOptions) => Promise<Changed | undefined>

const triesMax = 20

/**
 * Changes an order by a pure rule: reads it, lets the rule decide, writes the whole change as one statement, and tells.
 * When another change came in between, the rule decides again on what is true then. `undefined`: nothing was to change,
 * or this message was applied before.
 */
export const createChangeOrder =
  ({
    store,
    signals,
    clock,
  }: {
    store: Pick<OrderStore, 'load' | 'save'>
    signals: Signals
    clock: Clock
  }): ChangeOrder =>
  async (orderId, decide, options = {}) => {
    for (let tries = 1; tries <= triesMax; tries++) {
      const order = await store.load(orderId)
      const change = order && decide(order, clock.now())
      if (!change) return undefined
      assertLegal(order, change)
      const outcome = await store.save(order, change, options)
      if (outcome === 'overtaken') continue
      if (outcome === 'applied-before') return undefined
      signals.wake()
      signals.hint('order', orderId)
      return { order, change }
    }
    throw new Error(`order ${orderId} was changed by others ${triesMax} times while one change waited`)
  }
