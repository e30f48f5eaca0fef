import type { orders } from '@switchyard/contracts/orders'
import { Failure } from '@switchyard/rpc/failure'
import type { Handler } from '@switchyard/rpc/implement'
import type { Clock } from '@switchyard/runtime/clock'
import { z } from 'zod'
import type { ChangeOrder } from './change-order.ts'
import { fulfil } from './fulfilment.ts'
import { answerOnce, requestKey } from './idempotency.ts'
import type { KeyStore } from './key-store.ts'
import { isCancellable } from './order.ts'
import type { OrderAccess } from './order-access.ts'
import type { OrderReads } from './order-reads.ts'

const Stored = z.object({ orderId: z.uuid(), status: z.literal('cancelled') })

/**
 * Cancels at once, from wherever the order is: its saga turns back and gives stock and money back by itself.
 * Failures: `not_found`, `order_not_cancellable` once it is shipped or over, and those of {@link answerOnce}.
 */
export function cancelOrder(deps: {
  keys: KeyStore
  reads: OrderReads
  access: OrderAccess
  changeOrder: ChangeOrder
  clock: Clock
}): Handler<typeof orders.operations.cancel> {
  return async ({ input, ctx }) => {
    const { orderId, accessToken } = input
    const { principal, traceparent } = ctx.envelope
    deps.access.cancellable(await deps.reads.ownerOf(orderId), { principal, orderId, accessToken })
    const key = requestKey(ctx, 'cancel')
    const stored = await answerOnce(deps, key, { orderId }, async (requestHash) => {
      const result = { orderId, status: 'cancelled' }
      const at = new Date(deps.clock.now()).toISOString()
      await deps.changeOrder(
        orderId,
        (order, nowMs) => {
          const change = isCancellable(order.status) ? fulfil(order, { type: 'cancelled' }, nowMs) : undefined
          if (change) return change
          throw new Failure('order_not_cancellable', { detail: `The order is ${order.status}.` })
        },
        { traceparent, answer: { ...key, requestHash, status: 202, result, at } },
      )
      return result
    })
    return Stored.parse(stored)
  }
}
