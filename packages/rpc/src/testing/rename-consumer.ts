import { orders } from '@switchyard/contracts/orders'
import type { connect } from '../connect.ts'
import type { CallScope } from '../envelope.ts'
import { type Handler, type Handlers, implement } from '../implement.ts'

/** A consumer as the gateway is one: the editor goes from `place` here to the contract. */
export const placeAnOrder = (
  ordersFor: ReturnType<typeof connect<typeof orders>>,
  scope: CallScope,
  order: Parameters<ReturnType<typeof ordersFor>['place']['mutate']>[0],
) => ordersFor(scope).place.mutate(order)

/** A service as orders is one: renaming the operation reaches the key of its handler here. */
export const ordersRouter = (
  place: Handler<typeof orders.operations.place>,
  others: Omit<Handlers<typeof orders>, 'place'>,
) => implement(orders, { ...others, place: place })
