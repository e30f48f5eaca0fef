import type { OrderStatus } from '@switchyard/contracts/orders'
import { dueAtMs } from '@switchyard/messaging/saga'
import { fulfilOrder } from '@switchyard/orders/fulfil-order.saga'
import type { OrderChange, OrderRecord } from '@switchyard/orders/order'
import type { NewOrder } from '@switchyard/orders/order-insert'
import { assertKept } from './refused-by-database.ts'

/** An order in the double of its database, with everything that hangs on it; never changed, only replaced. */
export interface OrderRow {
  readonly record: OrderRecord
  readonly owner: string
  readonly contact: NewOrder['contact']
  readonly placedAtMs: number
  readonly statusAtMs: number
  readonly timeline: readonly { readonly status: OrderStatus; readonly note: string | null }[]
  /** By SKU. */
  readonly sizes: ReadonlyMap<string, string>
  readonly numbers: ReadonlyMap<string, readonly number[]>
  readonly mails: readonly { readonly kind: string; readonly to: string }[]
  /** When somebody must look at its saga; infinity: nobody need. */
  readonly dueMs: number
}

/** A new order as it is inserted. */
export const rowOf = (order: NewOrder): OrderRow => {
  const { orderId, number, totalAmount, saga, payment, owner, contact, note, lines } = order
  const placedAtMs = Date.parse(order.placedAt)
  const plain = lines.map(({ sku, quantity, title, edition }) => ({ sku, quantity, title, edition }))
  return {
    record: {
      ...{ orderId, number, totalAmount, saga, payment, lines: plain },
      ...{ status: 'pending', reason: null, version: 1, lastSeq: 1 },
    },
    ...{ owner, contact, placedAtMs, statusAtMs: placedAtMs, timeline: [{ status: 'pending', note }] },
    sizes: new Map(lines.map(({ sku, size }) => [sku, size])),
    ...{ numbers: new Map(), mails: [], dueMs: dueMsOf(saga) },
  }
}

/** The order with a change in it. */
export function rowAfter(row: OrderRow, change: OrderChange, nowMs: number): OrderRow {
  const { record } = row
  const { status, reason = record.reason, saga = record.saga, payment = record.payment, notes = [] } = change
  const timeline = [...row.timeline, ...notes]
  const numbers = (change.numbers ?? []).map((given) => [given.sku, given.numbers] as const)
  return {
    ...row,
    record: {
      ...record,
      ...{ status: status ?? record.status, reason, saga },
      payment: { ...payment, amount: record.payment.amount },
      ...{ version: record.version + 1, lastSeq: timeline.length },
    },
    statusAtMs: status === undefined ? row.statusAtMs : nowMs,
    timeline,
    numbers: new Map([...row.numbers, ...numbers]),
    dueMs: dueMsOf(saga),
  }
}

const dueMsOf = (saga: OrderRecord['saga']): number => dueAtMs(fulfilOrder, saga) ?? Number.POSITIVE_INFINITY

const captured = ['captured', 'refunding', 'refunded']
const open = ['requested', 'charging']
const moving = ['running', 'undoing']

/** What the constraints of the migration say of an order. */
export function assertRow({ record: { status, reason, lines, saga, payment }, numbers, dueMs }: OrderRow): void {
  assertKept('orders_reason_if_rejected', (status === 'rejected') === (reason !== null))
  assertKept('sagas_wait_only_while_moving', moving.includes(saga.state) === Number.isFinite(dueMs))
  assertKept('payments_charge_if_captured', captured.includes(payment.state) === (payment.chargeId !== null))
  assertKept('payments_refund_if_refunded', (payment.state === 'refunded') === (payment.refundId !== null))
  assertKept('payments_card_while_open', open.includes(payment.state) === (payment.token !== null))
  const given = lines.map(({ sku, quantity }) => [numbers.get(sku)?.length ?? 0, quantity])
  assertKept(
    'order_lines_all_numbers_or_none',
    given.every(([has, wants]) => has === 0 || has === wants),
  )
}
