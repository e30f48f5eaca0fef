import type { OrdersDatabase } from '@switchyard/db/orders'
import type { NewOrder } from '@switchyard/orders/order-insert'
import { paymentRow, sagaRow, stepRows } from '@switchyard/orders/order-rows'
import type { Pool } from 'pg'

/** The rows of a new order as its one statement writes them, table by table, in an order that foreign keys allow. */
function rowsOf(order: NewOrder) {
  const { orderId, answer, placedAt } = order
  return {
    key: {
      ...{ principal: answer.principal, operation: answer.operation, key: answer.key, status: answer.status },
      ...{ requestHash: answer.requestHash, result: answer.result, createdAt: answer.at },
    },
    order: {
      ...{ id: orderId, number: order.number, owner: order.owner, status: 'pending', totalAmount: order.totalAmount },
      ...{ contact: order.contact, address: order.address, placedAt, statusAt: placedAt },
    },
    lines: order.lines.map((line, index) => ({ orderId, position: index + 1, ...line })),
    told: { orderId, seq: 1, at: placedAt, status: 'pending', note: order.note },
    payment: paymentRow(order.payment),
    saga: sagaRow(order.saga),
    steps: stepRows(order.saga),
  }
}

/** As most would write it: an interactive transaction of Prisma, one call a table. */
export async function writeByPrisma(prisma: OrdersDatabase['prisma'], order: NewOrder): Promise<void> {
  const { key, order: placed, lines, told, payment, saga, steps } = rowsOf(order)
  const { orderId } = order
  await prisma.$transaction(async (tx) => {
    await tx.idempotencyKey.create({ data: key })
    await tx.order.create({ data: placed })
    await tx.orderLine.createMany({ data: lines })
    await tx.timelineEntry.create({ data: told })
    await tx.payment.create({ data: { orderId, state: payment.state, amount: payment.amount, token: payment.token } })
    await tx.saga.create({ data: { orderId, name: sagaName, state: saga.state, deadlineAt: saga.deadline_at } })
    await tx.sagaStep.createMany({
      data: steps.map(({ position, name, state, sends, deadline_at, started_at }) => {
        return { orderId, position, name, state, sends, deadlineAt: deadline_at, startedAt: started_at }
      }),
    })
    await tx.outboxMessage.createMany({
      data: order.messages.map((message) => ({ ...message, payload: Object(message.payload) })),
    })
  }, patience)
}

/** On a busy machine its own five seconds are soon over. */
const patience = { timeout: 60_000, maxWait: 60_000 }
const sagaName = 'fulfil-order'

/** By hand: the same inserts as prepared statements of `pg` in one transaction, one round trip a table. */
export async function writeByStatements(pool: Pool, order: NewOrder): Promise<void> {
  const { key, order: placed, lines, told, payment, saga, steps } = rowsOf(order)
  const { orderId } = order
  const client = await pool.connect()
  const run = (name: keyof typeof sql, values: unknown[]) =>
    client.query({ name: `by-hand-${name}`, text: sql[name], values })
  try {
    await client.query('BEGIN')
    await run('key', [
      ...[key.principal, key.operation, key.key, key.requestHash],
      ...[key.status, JSON.stringify(key.result), key.createdAt],
    ])
    await run('order', [
      ...[placed.id, placed.number, placed.owner, placed.totalAmount],
      ...[JSON.stringify(placed.contact), JSON.stringify(placed.address), placed.placedAt],
    ])
    await run('lines', [orderId, JSON.stringify(lines)])
    await run('told', [orderId, told.at, told.note])
    await run('payment', [orderId, payment.state, payment.amount, payment.token])
    await run('saga', [orderId, sagaName, saga.state, saga.deadline_at])
    await run('steps', [orderId, JSON.stringify(steps)])
    await run('outbox', [JSON.stringify(order.messages)])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

const sql = {
  key: `INSERT INTO idempotency_keys (principal, operation, key, request_hash, status, result, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)`,
  order: `INSERT INTO orders (id, number, owner, status, total_amount, contact, address, placed_at, status_at)
    VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7, $7)`,
  lines: `INSERT INTO order_lines (order_id, position, sku, slug, title, size, quantity, unit_amount, edition)
    SELECT $1, position, sku, slug, title, size, quantity, "unitAmount", edition FROM jsonb_to_recordset($2::jsonb)
      AS l(position int, sku text, slug text, title text, size text, quantity int, "unitAmount" int, edition int)`,
  told: `INSERT INTO timeline (order_id, seq, at, status, note) VALUES ($1, 1, $2, 'pending', $3)`,
  payment: 'INSERT INTO payments (order_id, state, amount, token) VALUES ($1, $2, $3, $4)',
  saga: 'INSERT INTO sagas (order_id, name, state, deadline_at) VALUES ($1, $2, $3, $4)',
  steps: `INSERT INTO saga_steps (order_id, position, name, state, sends, deadline_at, started_at)
    SELECT $1, position, name, state, sends, deadline_at, started_at FROM jsonb_to_recordset($2::jsonb)
      AS s(position int, name text, state text, sends int, deadline_at timestamptz, started_at timestamptz)`,
  outbox: `INSERT INTO outbox (id, kind, name, aggregate_id, version, payload, traceparent)
    SELECT id, kind, name, "aggregateId", version, payload, traceparent FROM jsonb_to_recordset($1::jsonb)
      AS m(id uuid, kind text, name text, "aggregateId" text, version int, payload jsonb, traceparent text)`,
} as const
