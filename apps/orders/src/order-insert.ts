import type { Address, Contact } from '@switchyard/contracts/orders'
import { insertOutbox, type Outgoing, outboxRows } from '@switchyard/messaging/outbox'
import type { SagaState } from '@switchyard/messaging/saga'
import type { Pool } from 'pg'
import type { z } from 'zod'
import { fulfilOrder } from './fulfil-order.saga.ts'
import { insertKey, type KeyedAnswer, keyValues } from './key-store.ts'
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
 * Writes a new order with its key, lines, payment, saga, history and first messages: one statement, all or nothing.
 * A second one with the same key waits for the first and then fails on it.
 * @throws {pg.DatabaseError} 23505 on `idempotency_keys_pkey` or `orders_number_key`; 55P03 when the wait was too long.
 */
export async function insertOrder(pool: Pool, order: NewOrder): Promise<void> {
  const lines = order.lines.map((line, index) => ({
    position: index + 1,
    sku: line.sku,
    slug: line.slug,
    title: line.title,
    size: line.size,
    quantity: line.quantity,
    unit_amount: line.unitAmount,
    edition: line.edition,
  }))
  const values = [
    order.orderId,
    order.number,
    order.owner,
    order.totalAmount,
    JSON.stringify(order.contact),
    JSON.stringify(order.address),
    order.placedAt,
    JSON.stringify(lines),
    order.note,
    JSON.stringify(paymentRow(order.payment)),
    JSON.stringify(sagaRow(order.saga)),
    JSON.stringify(stepRows(order.saga)),
    outboxRows(order.messages),
    ...keyValues(order.answer),
  ]
  await pool.query({ name: 'insert-order', text: insertSql, values })
}

const insertSql = `
  WITH answered AS (
    ${insertKey(14)} RETURNING key
  ), placed AS (
    INSERT INTO orders (id, number, owner, status, total_amount, contact, address, placed_at, status_at)
    SELECT $1::uuid, $2::text, $3::text, 'pending', $4::int, $5::jsonb, $6::jsonb, $7::timestamptz, $7::timestamptz
      FROM answered RETURNING id
  ), lines AS (
    INSERT INTO order_lines (order_id, position, sku, slug, title, size, quantity, unit_amount, edition)
    SELECT placed.id, l.* FROM placed, jsonb_to_recordset($8::jsonb)
      AS l(position int, sku text, slug text, title text, size text, quantity int, unit_amount int, edition int)
  ), told AS (
    INSERT INTO timeline (order_id, seq, at, status, note) SELECT id, 1, $7::timestamptz, 'pending', $9::text FROM placed
  ), paid AS (
    INSERT INTO payments (order_id, state, amount, token)
    SELECT placed.id, p.* FROM placed, jsonb_to_record($10::jsonb) AS p(state text, amount int, token text)
  ), saga AS (
    INSERT INTO sagas (order_id, name, state, deadline_at)
    SELECT placed.id, '${fulfilOrder.name}', s.* FROM placed, jsonb_to_record($11::jsonb) AS s(state text, deadline_at timestamptz)
  ), steps AS (
    INSERT INTO saga_steps (order_id, position, name, state, sends, deadline_at, started_at)
    SELECT placed.id, s.* FROM placed, jsonb_to_recordset($12::jsonb)
      AS s(position int, name text, state text, sends int, deadline_at timestamptz, started_at timestamptz)
  )
  ${insertOutbox('$13', 'WHERE EXISTS (SELECT 1 FROM placed)')}`
