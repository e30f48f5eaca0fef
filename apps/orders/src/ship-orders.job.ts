import type { Clock } from '@switchyard/runtime/clock'
import type { ChangeOrder } from './change-order.ts'
import type { OrderStore } from './order-store.ts'
import { parcelMoved } from './parcel-moved.ts'

const batch = 50

/** Ships what has been confirmed for `afterMs`, as a person at the packing table would. */
export const shipOrders =
  ({
    store,
    changeOrder,
    clock,
    afterMs,
  }: {
    store: Pick<OrderStore, 'toShip'>
    changeOrder: ChangeOrder
    clock: Clock
    afterMs: number
  }) =>
  async (signal?: AbortSignal): Promise<void> => {
    const orderIds = await store.toShip({ beforeMs: clock.now() - afterMs, limit: batch })
    for (const orderId of orderIds) {
      if (signal?.aborted) return
      await changeOrder(orderId, (order) => parcelMoved(order, 'shipped'))
    }
  }
