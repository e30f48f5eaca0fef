import type { Clock } from '@switchyard/runtime/clock'
import type { ChangeOrder } from './change-order.ts'
import { notes } from './notes.ts'
import { mayBecome } from './order.ts'
import type { OrderStore } from './order-store.ts'

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
      await changeOrder(orderId, ({ status }) =>
        mayBecome(status, 'shipped')
          ? { status: 'shipped', notes: [{ status: 'shipped', note: notes.shipped }] }
          : undefined,
      )
    }
  }
