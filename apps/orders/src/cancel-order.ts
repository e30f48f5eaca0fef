import type { orders } from '@switchyard/contracts/orders'
import type { Handler } from '@switchyard/rpc/implement'
import { isCancellable } from './order.ts'
import { type TakeBackDeps, takeBackOrder } from './take-back-order.ts'

/**
 * Cancels at once, from wherever the order is: its saga turns back and gives stock and money back by itself.
 * Failures: `not_found`, `order_not_cancellable` once it is shipped or over, and those of `answerOnce`.
 */
export const cancelOrder = (deps: TakeBackDeps): Handler<typeof orders.operations.cancel> =>
  takeBackOrder(deps, {
    operation: 'cancel',
    becomes: 'cancelled',
    may: isCancellable,
    refusal: 'order_not_cancellable',
  })
