import type { orders } from '@switchyard/contracts/orders'
import { Failure } from '@switchyard/rpc/failure'
import type { Handler } from '@switchyard/rpc/implement'
import type { ChangeOrder } from './change-order.ts'
import { parcelMoved } from './parcel-moved.ts'

/** Writes down that an order has left the house, or arrived. One that stands elsewhere stays there, and the answer says where. */
export const moveParcel =
  ({ changeOrder }: { changeOrder: ChangeOrder }): Handler<typeof orders.operations.moveParcel> =>
  async ({ input: { orderId, to }, ctx }) => {
    let found: Parameters<Parameters<ChangeOrder>[1]>[0] | undefined
    const changed = await changeOrder(
      orderId,
      (order) => {
        found = order
        return parcelMoved(order, to)
      },
      { traceparent: ctx.envelope.traceparent },
    )
    if (!found) throw new Failure('not_found', { detail: 'There is no such order.' })
    return { orderId, status: changed?.change.status ?? found.status }
  }
