import type { PaymentNotice } from '@switchyard/contracts/orders'
import { cancelOrder } from '@switchyard/orders/cancel-order'
import type { ChangeOrder, Signals } from '@switchyard/orders/change-order'
import { moveParcel } from '@switchyard/orders/move-parcel'
import { createOrderAccess } from '@switchyard/orders/order-access'
import { placeOrder } from '@switchyard/orders/place-order'
import { recordPayment } from '@switchyard/orders/record-payment'
import { returnOrder } from '@switchyard/orders/return-order'
import type { Stockroom } from '@switchyard/orders/stockroom'
import type { CallContext, Principal } from '@switchyard/rpc/envelope'
import type { Clock } from '@switchyard/runtime/clock'
import type { OrderPorts } from './order-books.ts'

/** What a buyer puts into the bag. */
export interface Wish {
  readonly sku: string
  readonly quantity: number
  readonly card: string
}

interface Parts {
  readonly ports: { readonly orders: OrderPorts }
  readonly changeOrder: ChangeOrder
  readonly stockroom: Stockroom
  readonly signals: Signals
  readonly clock: Clock
  readonly newId: () => string
  readonly random: () => number
}

/** What orders can be asked by buyers, staff and the bank, each by its real handler. */
export function requestsTo({ ports: { orders: ports }, ...parts }: Parts) {
  const { keys } = ports
  const deps = { ...parts, access, keys, reads: ports }
  const place = placeOrder({ ...deps, insertOrder: (order) => ports.insert(order) })
  const [cancel, giveBack] = [cancelOrder(deps), returnOrder(deps)]
  const [move, record] = [moveParcel(deps), recordPayment(deps)]
  return {
    place: (wish: Wish, key: string) => place({ input: bagOf(wish), ctx: callOf(buyer, key) }),
    cancel: (orderId: string, key: string) => cancel({ input: { orderId }, ctx: callOf(buyer, key) }),
    return: (orderId: string, key: string) => giveBack({ input: { orderId }, ctx: callOf(buyer, key) }),
    moveParcel: (orderId: string, to: 'shipped' | 'delivered') => move({ input: { orderId, to }, ctx: callOf(staff) }),
    recordPayment: (notice: PaymentNotice) => record({ input: notice, ctx: callOf(gateway) }),
  }
}

export type Requests = ReturnType<typeof requestsTo>

const access = createOrderAccess({ secret: 'secret of the simulation', adopterOf: async () => undefined })
const buyer: Principal = { kind: 'guest', id: 'buyer' }
const staff: Principal = { kind: 'staff', id: 'packer' }
const gateway: Principal = { kind: 'service', id: 'gateway' }
const { signal } = new AbortController()

const callOf = (principal: Principal, idempotencyKey = ''): CallContext => ({
  envelope: {
    ...{ callId: 'call', principal, deadlineAtMs: Number.MAX_SAFE_INTEGER, idempotencyKey },
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  },
  signal,
})

const bagOf = ({ sku, quantity, card }: Wish) => ({
  lines: [{ sku, quantity }],
  contact: { name: 'Ada Example', email: 'ada@example.test' },
  address: { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' },
  payment: { token: card },
})
