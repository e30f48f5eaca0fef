/**
 * READ MODEL (CQRS): order history and sales, in tables of their own, folded from the events of orders. (Greg Young, CQRS
 * Documents, 2010.)
 *
 *     messaging.subscribe('orders.history', history(createOrderProjection({ pool, clock })))
 *
 * Every event is written into the journal once and merged into its order's row: a fact is set, the earliest one stays, and
 * nothing is ever taken out. So the rows are the same in whatever order, and however often, the events come. What was sold
 * and taken back is two lines, as accounts keep it. The fold of the whole journal stands beside the tables as two views,
 * `order_history_told` and `sales_told`.
 */
import { NotYet } from '@switchyard/messaging/engine'
import { insertInbox, type Received } from '@switchyard/messaging/inbox'
import type { Clock } from '@switchyard/runtime/clock'
import type { Pool } from 'pg'

/** What {@link createOrderProjection} makes. */
export type OrderProjection = ReturnType<typeof createOrderProjection>

/** The advisory lock that is shared by all who add to the read models, and had alone by who makes them anew. */
export const readsLock = `hashtext('order_journal')`

/**
 * Keeps the read models; each event is one statement: inbox, journal, history and sales. One that comes while they are made
 * anew is put off at once: if it waited, ten of them would keep every connection from all other work.
 */
export function createOrderProjection({ pool, clock }: { pool: Pool; clock: Clock }) {
  return {
    async apply({ consumer, id, name, payload }: Received<{ orderId: string }>): Promise<void> {
      const values = [consumer, id, payload.orderId, name, JSON.stringify(payload), new Date(clock.now())]
      const { rows } = await pool.query<{ open: boolean }>({ name: 'project-order', text: applySql, values })
      if (!rows[0]?.open) throw new NotYet('the read models are being made anew')
    },
  }
}

const whenNamed = (event: string) => `CASE name WHEN 'orders.${event}' THEN at END`

// The row that comes back from the merge is the latest one, locked: of two events at once the later statement sees both.
const applySql = `
  WITH gate AS MATERIALIZED (
    SELECT pg_try_advisory_xact_lock_shared(${readsLock}) AS open
  ), fresh AS (
    ${insertInbox('$1', '$2', 'FROM gate WHERE open')}
  ), told AS (
    INSERT INTO order_journal (id, order_id, name, at, facts, applied_at)
    SELECT $2::uuid, $3::uuid, $4::text, event_time($2::uuid), event_facts($4::text, $3::uuid, $5::jsonb), $6::timestamptz
      FROM fresh
    ON CONFLICT (id) DO NOTHING
    RETURNING order_id, name, at, facts
  ), merged AS (
    INSERT INTO order_history AS h (order_id, number, owner, total_amount, lines, reason, placed_at, confirmed_at,
                                    rejected_at, shipped_at, delivered_at, cancelled_at, returned_at)
    SELECT order_id, facts ->> 'number', facts ->> 'owner', (facts ->> 'totalAmount')::int, facts -> 'lines', facts ->> 'reason',
           ${whenNamed('orderPlaced')}, ${whenNamed('orderConfirmed')}, ${whenNamed('orderRejected')},
           ${whenNamed('orderShipped')}, ${whenNamed('orderDelivered')}, ${whenNamed('orderCancelled')},
           ${whenNamed('orderReturned')}
      FROM told
    ON CONFLICT (order_id) DO UPDATE SET
      number = coalesce(h.number, excluded.number),
      owner = coalesce(h.owner, excluded.owner),
      total_amount = coalesce(h.total_amount, excluded.total_amount),
      lines = coalesce(h.lines, excluded.lines),
      reason = coalesce(h.reason, excluded.reason),
      placed_at = least(h.placed_at, excluded.placed_at),
      confirmed_at = least(h.confirmed_at, excluded.confirmed_at),
      rejected_at = least(h.rejected_at, excluded.rejected_at),
      shipped_at = least(h.shipped_at, excluded.shipped_at),
      delivered_at = least(h.delivered_at, excluded.delivered_at),
      cancelled_at = least(h.cancelled_at, excluded.cancelled_at),
      returned_at = least(h.returned_at, excluded.returned_at)
    RETURNING h.*
  ), sold AS (
    INSERT INTO sales SELECT s.* FROM merged, sales_of(ROW(merged.*)::order_history) AS s
    ON CONFLICT (order_id, sku, kind) DO UPDATE SET at = excluded.at
  )
  SELECT open FROM gate`
