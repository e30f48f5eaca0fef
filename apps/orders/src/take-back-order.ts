import { OrderStatus } from '@switchyard/contracts/orders'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import { z } from 'zod'
import type { ChangeOrder } from './change-order.ts'
import { fulfil } from './fulfilment.ts'
import { answerOnce, requestKey } from './idempotency.ts'
import type { KeyStore } from './key-store.ts'
import type { OrderAccess } from './order-access.ts'

/** What cancelling and returning work with. */
export interface TakeBackDeps {
  readonly keys: Pick<KeyStore, 'find'>
  readonly reads: { ownerOf(orderId: string): PromiseLike<{ owner: string } | null> }
  readonly access: OrderAccess
  readonly changeOrder: ChangeOrder
  readonly clock: Clock
}

interface WayBack {
  readonly operation: 'cancel' | 'return'
  readonly becomes: 'cancelled' | 'returned'
  readonly may: (status: OrderStatus) => boolean
  readonly refusal: 'order_not_cancellable' | 'order_not_returnable'
}

const Stored = z.object({ orderId: z.uuid(), status: OrderStatus })

/** The owner gives an order up: answered at once under the request's key, undone by the saga. Only the saga's own undos give anything back, so an order that is given up twice is refunded once. */
export const takeBackOrder =
  (deps: TakeBackDeps, { operation, becomes, may, refusal }: WayBack) =>
  async ({ input, ctx }: { input: { orderId: string; accessToken?: string | undefined }; ctx: CallContext }) => {
    const { orderId, accessToken } = input
    const { principal, traceparent } = ctx.envelope
    await deps.access.changeable(await deps.reads.ownerOf(orderId), { principal, orderId, accessToken })
    const key = requestKey(ctx, operation)
    const stored = await answerOnce(deps, key, { orderId }, async (requestHash) => {
      const result = { orderId, status: becomes }
      const at = new Date(deps.clock.now()).toISOString()
      await deps.changeOrder(
        orderId,
        (order, nowMs) => {
          const change = may(order.status) ? fulfil(order, { type: becomes }, nowMs) : undefined
          if (change) return change
          throw new Failure(refusal, { detail: `The order is ${order.status}.` })
        },
        { traceparent, answer: { ...key, requestHash, status: 202, result, at } },
      )
      return result
    })
    return Stored.parse(stored)
  }
