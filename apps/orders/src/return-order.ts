import type { orders } from '@switchyard/contracts/orders'
import type { Handler } from '@switchyard/rpc/implement'
import { isReturnable } from './order.ts'
import { type TakeBackDeps, takeBackOrder } from './take-back-order.ts'

/**
 * Takes prints back that were sent: the finished saga turns back, so they are restocked and refunded, each once.
 * Failures: `not_found`, `order_not_returnable` before it was shipped or once it is over, and those of `answerOnce`.
 */
export const returnOrder = (deps: TakeBackDeps): Handler<typeof orders.operations.return> =>
  takeBackOrder(deps, {
    operation: 'return',
    becomes: 'returned',
    may: isReturnable,
    refusal: 'order_not_returnable',
  })
