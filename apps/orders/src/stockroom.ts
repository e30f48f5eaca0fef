import type { inventory, QuotedItem, Reservation } from '@switchyard/contracts/inventory'
import { type connect, systemScope } from '@switchyard/rpc/connect'
import type { CallContext, CallScope } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'

/** The two questions that orders asks inventory synchronously. */
export interface Stockroom {
  /** What the SKUs are and cost now; those that do not exist are left out. Failure `inventory_unavailable`. */
  quote(skus: readonly string[], ctx: CallContext): Promise<readonly QuotedItem[]>
  /** What became of an order's stock; `null` when nothing was ever asked for it. */
  reservation(orderId: string): Promise<Reservation | null>
}

const askMs = 1_000

/** The questions over rpc. */
export function rpcStockroom({
  inventoryFor,
  clock,
}: {
  inventoryFor: (scope: CallScope | CallContext) => ReturnType<ReturnType<typeof connect<typeof inventory>>>
  clock: Clock
}): Stockroom {
  return {
    async quote(skus, ctx) {
      try {
        return await inventoryFor(ctx).quote.query({ skus: [...skus] })
      } catch (error) {
        throw new Failure('inventory_unavailable', { retryAfterMs: 1_000 }, { cause: error })
      }
    },
    reservation: (orderId) => inventoryFor(systemScope({ clock, deadlineMs: askMs })).reservation.query({ orderId }),
  }
}
