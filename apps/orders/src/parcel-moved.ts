import { orders } from '@switchyard/contracts/orders'
import { draft } from './message-draft.ts'
import { notes } from './notes.ts'
import { mayBecome, type OrderChange, type OrderRecord } from './order.ts'

const events = { shipped: orders.events.orderShipped, delivered: orders.events.orderDelivered }

/** What a parcel that leaves or arrives changes in its order, and whom it tells; `undefined` when the order stands elsewhere. Pure. */
export function parcelMoved(order: OrderRecord, to: 'shipped' | 'delivered'): OrderChange | undefined {
  if (!mayBecome(order.status, to)) return undefined
  const { orderId } = order
  return { status: to, notes: [{ status: to, note: notes[to] }], messages: [draft(events[to], { orderId })] }
}
