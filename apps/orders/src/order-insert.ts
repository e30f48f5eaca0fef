import type { Address, Contact } from '@switchyard/contracts/orders'
import { insertOutbox, type Outgoing, outboxRows } from '@switchyard/messaging/outbox'
import type { SagaState } from '@switchyard/messaging/saga'
import type { Pool } from 'pg'
import type { z } from 'zod'
import { fulfilOrder } from './fulfil-order.saga.ts'
import { insertKeys, type KeyedAnswer, keyRows } from './key-store.ts'
import { paymentRow, sagaRow, stepRows } from './order-rows.ts'
import type { Payment } from './payment.ts'

/** Everything that exists of an order the moment it is placed. */
export interface NewOrder {
  readonly orderId: string
  readonly number: string
  /** `kind:id` */
  readonly owner: string
  /** ISO 8601 */
  readonly placedAt: string
  readonly totalAmount: number
  readonly contact: z.infer<typeof Contact>
  readonly address: z.infer<typeof Address>
  readonly lines: readonly {
    readonly sku: string
    readonly slug: string
    readonly title: string
    readonly size: string
    readonly quantity: number
    readonly unitAmount: number
    readonly edition: number
  }[]
  readonly note: string
  readonly payment: Payment
  readonly saga: SagaState
  readonly messages: readonly Outgoing[]
  readonly answer: KeyedAnswer
}

/**
 * Writes new orders with their keys, lines, payments, sagas, histories and first messages: one statement, all or nothing.
 * A second one with the same key waits for the first and then fails on it.
 * @throws {pg.DatabaseError} 23505 on `idempotency_keys_pkey` or `orders_number_key`; 55P03 when the wait was too long.
 */
export async function insertOrders(pool: Pool, orders: readonly NewOrder[]): Promise<void> {
  const rows = <Row>(rowsOf: (order: NewOrder) => readonly Row[]) =>
    JSON.stringify(orders.flatMap((order) => rowsOf(order).map((row) => ({ order_id: order.orderId, ...row }))))
  const values = [
    keyRows(orders.map(({ answer }) => answer)),
    rows((order) => [orderRow(order)]),
    rows(({ lines }) => lines.map(lineRow)),
    rows(({ payment }) => [paymentRow(payment)]),
    rows(({ saga }) => [sagaRow(saga)]),
    rows(({ saga }) => stepRows(saga)),
    outboxRows(orders.flatMap(({ messages }) => messages)),
  ]
  await pool.query({ name: 'insert-orders', text: insertSql, values })
}

const orderRow = ({ number, owner, totalAmount, contact, address, placedAt, note }: NewOrder) => ({
  ...{ number, owner, total_amount: totalAmount, contact, address, placed_at: placedAt, note },
})

const lineRow = ({ unitAmount, ...line }: NewOrder['lines'][number], index: number) => ({
  ...{ position: index + 1, ...line, unit_amount: unitAmount },
})

const insertSql = `
  WITH answered AS (
    ${insertKeys('$1')}
  ), placed AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS o(order_id uuid, number text, owner text, total_amount int,
      contact jsonb, address jsonb, placed_at timestamptz, note text)
  ), written AS (
    INSERT INTO orders (id, number, owner, status, total_amount, contact, address, placed_at, status_at)
    SELECT order_id, number, owner, 'pending', total_amount, contact, address, placed_at, placed_at FROM placed
  ), lines AS (
    INSERT INTO order_lines (order_id, position, sku, slug, title, size, quantity, unit_amount, edition)
    SELECT * FROM jsonb_to_recordset($3::jsonb) AS l(order_id uuid, position int, sku text, slug text, title text,
      size text, quantity int, unit_amount int, edition int)
  ), told AS (
    INSERT INTO timeline (order_id, seq, at, status, note) SELECT order_id, 1, placed_at, 'pending', note FROM placed
  ), paid AS (
    INSERT INTO payments (order_id, state, amount, token)
    SELECT * FROM jsonb_to_recordset($4::jsonb) AS p(order_id uuid, state text, amount int, token text)
  ), saga AS (
    INSERT INTO sagas (order_id, name, state, deadline_at)
    SELECT order_id, '${fulfilOrder.name}', state, deadline_at
      FROM jsonb_to_recordset($5::jsonb) AS s(order_id uuid, state text, deadline_at timestamptz)
  ), steps AS (
    INSERT INTO saga_steps (order_id, position, name, state, sends, deadline_at, started_at)
    SELECT * FROM jsonb_to_recordset($6::jsonb) AS s(order_id uuid, position int, name text, state text, sends int,
      deadline_at timestamptz, started_at timestamptz)
  )
  ${insertOutbox('$7')}`
