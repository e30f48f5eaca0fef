import { insertOutbox, outboxRows } from '@switchyard/messaging/outbox'
import type { Clock } from '@switchyard/runtime/clock'
import type { Pool } from 'pg'
import { fulfilOrder } from './fulfil-order.saga.ts'
import { insertKeys, type KeyedAnswer, keyRows } from './key-store.ts'
import type { OrderChange, OrderRecord } from './order.ts'
import { paymentRow, sagaRow, stepRows } from './order-rows.ts'

/** What is written with a change beside the order itself. */
export interface SaveOptions {
  /** The message that this change applies: noted in the inbox by the same statement. */
  readonly received?: { readonly consumer: string; readonly id: string; readonly traceparent?: string | undefined }
  readonly traceparent?: string | undefined
  /** The answer that a repeat under its key gets: stored by the same statement. */
  readonly answer?: KeyedAnswer
}

/** `overtaken`: another change came first, nothing was written. `applied-before`: the inbox knows the message. */
type SaveOutcome = 'saved' | 'overtaken' | 'applied-before'

/** What {@link createOrderStore} makes. */
export type OrderStore = ReturnType<typeof createOrderStore>

/** Reads and writes an order as its rules see it; each call is one statement. */
export function createOrderStore({ pool, clock, newId }: { pool: Pool; clock: Clock; newId: () => string }) {
  return {
    async load(orderId: string): Promise<OrderRecord | undefined> {
      const { rows } = await pool.query<{ record: OrderRecord }>({
        name: 'load-order',
        text: loadSql,
        values: [orderId],
      })
      return rows[0]?.record
    },

    /**
     * Writes a whole change if the order is still at the version that the change was decided on.
     * @throws {pg.DatabaseError} 23505 on `idempotency_keys_pkey` when the key of `answer` was taken in between.
     */
    async save(order: OrderRecord, change: OrderChange, options: SaveOptions = {}): Promise<SaveOutcome> {
      const { received, answer, traceparent = received?.traceparent } = options
      const at = new Date(clock.now()).toISOString()
      const messages = (change.messages ?? []).map((draft) =>
        draft({ id: newId(), aggregateId: order.orderId, version: order.version + 1, traceparent }),
      )
      const notes = (change.notes ?? []).map((note, index) => ({ ...note, seq: order.lastSeq + 1 + index }))
      const values = [
        order.orderId,
        order.version,
        received?.consumer ?? null,
        received?.id ?? null,
        at,
        change.status ?? null,
        change.reason ?? null,
        JSON.stringify(notes),
        JSON.stringify(change.saga ? [sagaRow(change.saga)] : []),
        JSON.stringify(change.saga ? stepRows(change.saga) : []),
        JSON.stringify(change.payment ? [paymentRow(change.payment)] : []),
        JSON.stringify(change.numbers ?? []),
        outboxRows(messages),
        keyRows(answer ? [answer] : []),
      ]
      const { rows } = await pool.query<{ outcome: SaveOutcome }>({ name: 'save-order', text: saveSql, values })
      return rows[0]?.outcome ?? 'overtaken'
    },

    /** The orders for which an answer is overdue, the longest-waiting first. */
    async overdue({ nowMs, limit }: { nowMs: number; limit: number }): Promise<string[]> {
      const { rows } = await pool.query<{ order_id: string }>(
        'SELECT order_id FROM sagas WHERE deadline_at <= $1 ORDER BY deadline_at LIMIT $2',
        [new Date(nowMs), limit],
      )
      return rows.map(({ order_id }) => order_id)
    },

    /** The orders that have been confirmed since `beforeMs` or longer. */
    async toShip({ beforeMs, limit }: { beforeMs: number; limit: number }): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id FROM orders WHERE status = 'confirmed' AND status_at <= $1 ORDER BY status_at LIMIT $2`,
        [new Date(beforeMs), limit],
      )
      return rows.map(({ id }) => id)
    },
  }
}

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`

const loadSql = `
  SELECT json_build_object(
    'orderId', o.id, 'number', o.number, 'status', o.status, 'reason', o.reason, 'version', o.version,
    'totalAmount', o.total_amount,
    'lastSeq', (SELECT coalesce(max(seq), 0) FROM timeline WHERE order_id = o.id),
    'lines', (SELECT json_agg(json_build_object('sku', sku, 'quantity', quantity, 'title', title, 'edition', edition)
                              ORDER BY position) FROM order_lines WHERE order_id = o.id),
    'saga', json_build_object('id', o.id, 'state', s.state, 'steps',
      (SELECT json_agg(json_build_object('name', name, 'state', state, 'sends', sends, 'deadlineAtMs', ${ms('deadline_at')},
                                         'startedAtMs', ${ms('started_at')}, 'endedAtMs', ${ms('ended_at')})
                       ORDER BY position) FROM saga_steps WHERE order_id = o.id)),
    'payment', json_build_object('state', p.state, 'amount', p.amount, 'token', p.token, 'attempts', p.attempts,
      'busyUntilMs', ${ms('p.busy_until')}, 'chargeId', p.charge_id, 'refundId', p.refund_id)) AS record
  FROM orders o JOIN sagas s ON s.order_id = o.id JOIN payments p ON p.order_id = o.id
  WHERE o.id = $1 AND s.name = '${fulfilOrder.name}'`

/**
 * One statement, so that an order is never half changed. `held` locks the order if it is still at the version that was
 * read; `fresh` notes the message; everything else happens only when `go` has a row.
 */
const saveSql = `
  WITH held AS (
    SELECT id FROM orders WHERE id = $1 AND version = $2 FOR UPDATE
  ), fresh AS (
    INSERT INTO inbox (consumer, message_id) SELECT $3::text, $4::uuid FROM held WHERE $3::text IS NOT NULL
    ON CONFLICT (consumer, message_id) DO NOTHING RETURNING message_id
  ), go AS (
    SELECT id FROM held WHERE $3::text IS NULL OR EXISTS (SELECT 1 FROM fresh)
  ), changed AS (
    UPDATE orders o SET
      status = coalesce($6::order_status, o.status),
      reason = coalesce($7::text, o.reason),
      status_at = CASE WHEN $6::text IS NULL THEN o.status_at ELSE $5::timestamptz END,
      version = o.version + 1
    FROM go WHERE o.id = go.id
  ), told AS (
    INSERT INTO timeline (order_id, seq, at, status, note)
    SELECT go.id, n.seq, $5::timestamptz, n.status, n.note
      FROM go, jsonb_to_recordset($8::jsonb) AS n(seq int, status text, note text)
  ), saga AS (
    UPDATE sagas s SET state = n.state, deadline_at = n.deadline_at
      FROM go, jsonb_to_recordset($9::jsonb) AS n(state text, deadline_at timestamptz) WHERE s.order_id = go.id
  ), steps AS (
    UPDATE saga_steps s SET state = n.state, sends = n.sends, deadline_at = n.deadline_at,
                            started_at = n.started_at, ended_at = n.ended_at
      FROM go, jsonb_to_recordset($10::jsonb)
        AS n(position int, state text, sends int, deadline_at timestamptz, started_at timestamptz, ended_at timestamptz)
     WHERE s.order_id = go.id AND s.position = n.position
       AND (s.state, s.sends, s.deadline_at) IS DISTINCT FROM (n.state, n.sends, n.deadline_at::timestamptz(3))
  ), paid AS (
    UPDATE payments p SET state = n.state, token = n.token, attempts = n.attempts, busy_until = n.busy_until,
                          charge_id = n.charge_id, refund_id = n.refund_id
      FROM go, jsonb_to_recordset($11::jsonb)
        AS n(state text, token text, attempts int, busy_until timestamptz, charge_id text, refund_id text)
     WHERE p.order_id = go.id
  ), numbered AS (
    UPDATE order_lines l SET numbers = n.numbers
      FROM go, jsonb_to_recordset($12::jsonb) AS n(sku text, numbers int[]) WHERE l.order_id = go.id AND l.sku = n.sku
  ), sent AS (
    ${insertOutbox('$13', 'WHERE EXISTS (SELECT 1 FROM go)')}
  ), answered AS (
    ${insertKeys('$14', 'WHERE EXISTS (SELECT 1 FROM go)')}
  )
  SELECT CASE WHEN EXISTS (SELECT 1 FROM go) THEN 'saved'
              WHEN EXISTS (SELECT 1 FROM held) THEN 'applied-before' ELSE 'overtaken' END AS outcome`
