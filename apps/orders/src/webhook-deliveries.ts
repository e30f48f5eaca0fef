import type { WebhookDelivery, WebhookEvent, WebhookPayload } from '@switchyard/contracts/webhooks'
import { insertInbox, type Received } from '@switchyard/messaging/inbox'
import type { Clock } from '@switchyard/runtime/clock'
import type { Pool } from 'pg'

/** What {@link createWebhookDeliveries} makes. */
export type WebhookDeliveries = ReturnType<typeof createWebhookDeliveries>

/** A delivery that is ours to try until `leasedUntil`. */
export interface ClaimedDelivery {
  readonly webhookId: string
  readonly eventId: string
  readonly url: string
  readonly attempts: number
  readonly leasedUntil: Date
  /** Newest first; two of them for a day after a rotation. */
  readonly keyVersions: readonly number[]
  readonly payload: WebhookPayload
}

/** How a try ended, and what follows. */
export interface Settled {
  readonly kind: 'delivered' | 'failed' | 'gone'
  readonly result: string
  /** `null`: there is no next try. */
  readonly nextAt: Date | null
  /** An endpoint that has done nothing but fail since then is disabled. */
  readonly failingSinceAtMost: Date
}

/** Every event on its way to every endpoint, as rows: a try is claimed by a lease, made, and settled. */
export function createWebhookDeliveries({ pool, clock }: { pool: Pool; clock: Clock }) {
  const now = () => new Date(clock.now())
  return {
    /** Notes the message and writes one delivery for each endpoint that wants it, in one statement. */
    async enqueue({ consumer, id, name, payload }: Received<{ orderId: string }>): Promise<void> {
      const values = [consumer, id, payload.orderId, name, now()]
      await pool.query({ name: 'enqueue-webhooks', text: enqueueSql, values })
    },

    /** At most two an endpoint, so that a slow one holds up none but itself; none to the `busy` ones. */
    async claim({ limit, busy, leaseMs }: { limit: number; busy: readonly string[]; leaseMs: number }) {
      const values = [now(), new Date(clock.now() + leaseMs), busy, limit]
      const { rows } = await pool.query<ClaimedDelivery>({ name: 'claim-webhooks', text: claimSql, values })
      return rows
    },

    /** Writes down how a try ended, unless somebody else has the delivery by now; answers why its endpoint was disabled, if it was. */
    async settle(delivery: ClaimedDelivery, { kind, result, nextAt, failingSinceAtMost }: Settled) {
      const { webhookId, eventId, leasedUntil } = delivery
      const values = [webhookId, eventId, leasedUntil, kind, result, nextAt, now(), failingSinceAtMost]
      const { rows } = await pool.query<{ reason: string | null }>({
        name: 'settle-webhook',
        text: settleSql,
        values,
      })
      return rows[0]?.reason ?? undefined
    },

    /** Sends one event, or everything since then, once more: also what was never sent because the endpoint was not there yet. */
    async replay({ webhookId, eventId, since }: { webhookId: string; eventId?: string; since?: string }) {
      const { rowCount } = await pool.query(replaySql, [webhookId, eventId ?? null, since ?? null, now()])
      return rowCount ?? 0
    },

    /** The newest events first; `before` is the event of the last one seen. */
    async list({ webhookId, before, limit }: { webhookId: string; before?: string | undefined; limit: number }) {
      const { rows } = await pool.query<Row>(listSql, [webhookId, before ?? null, limit])
      return rows.map(asDelivery)
    },

    /** Forgets what was written before then, done or not; returns how many. */
    async prune({ beforeMs, limit }: { beforeMs: number; limit: number }): Promise<number> {
      const { rowCount } = await pool.query(
        `DELETE FROM webhook_deliveries WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM webhook_deliveries WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
        [new Date(beforeMs), limit],
      )
      return rowCount ?? 0
    },
  }
}

interface Row {
  event_id: string
  type: WebhookEvent
  order_id: string
  state: WebhookDelivery['state']
  attempts: number
  due_at: Date | null
  last_at: Date | null
  last_result: string | null
}

const asDelivery = (row: Row): WebhookDelivery => ({
  eventId: row.event_id,
  type: row.type,
  orderId: row.order_id,
  state: row.state,
  attempts: row.attempts,
  dueAt: row.due_at?.toISOString() ?? null,
  lastAt: row.last_at?.toISOString() ?? null,
  lastResult: row.last_result,
})

/** `orders.orderConfirmed` is `order.confirmed` outside. */
const typeOf = (name: string) => `'order.' || lower(substr(${name}, length('orders.order') + 1))`

const enqueueSql = `
  WITH fresh AS (
    ${insertInbox('$1', '$2')}
  )
  INSERT INTO webhook_deliveries (endpoint_id, event_id, order_id, type, at, due_at, created_at)
  SELECT e.id, $2::uuid, o.id, ${typeOf('$4::text')}, event_time($2::uuid), $5::timestamptz, $5::timestamptz
    FROM fresh, orders o JOIN webhook_endpoints e ON e.owner = o.owner
   WHERE o.id = $3::uuid AND ${typeOf('$4::text')} = ANY (e.events)
  ON CONFLICT (endpoint_id, event_id) DO NOTHING`

// Putting the next try off is the claim; a crash only costs that time.
const claimSql = `
  WITH due AS (
    SELECT next.endpoint_id, next.event_id FROM webhook_endpoints e CROSS JOIN LATERAL (
      SELECT d.endpoint_id, d.event_id, d.due_at FROM webhook_deliveries d
       WHERE d.endpoint_id = e.id AND d.state = 'waiting' AND d.due_at <= $1
       ORDER BY d.due_at, d.event_id LIMIT 2 FOR UPDATE SKIP LOCKED) AS next
     WHERE e.state = 'enabled' AND e.id <> ALL ($3::uuid[])
     ORDER BY next.due_at LIMIT $4
  ), claimed AS (
    UPDATE webhook_deliveries d SET due_at = $2 FROM due
     WHERE d.endpoint_id = due.endpoint_id AND d.event_id = due.event_id
    RETURNING d.*
  )
  SELECT c.endpoint_id AS "webhookId", c.event_id AS "eventId", e.url, c.attempts, c.due_at AS "leasedUntil",
         CASE WHEN e.both_until > $1 THEN ARRAY[e.secret_version, e.secret_version - 1] ELSE ARRAY[e.secret_version] END
           AS "keyVersions",
         json_build_object('type', c.type, 'timestamp', to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           'data', json_build_object('orderId', o.id, 'number', o.number, 'status', substr(c.type, length('order.') + 1),
             'reason', CASE c.type WHEN 'order.rejected' THEN o.reason END)) AS payload
    FROM claimed c JOIN webhook_endpoints e ON e.id = c.endpoint_id JOIN orders o ON o.id = c.order_id`

/** Whoever removes or enables an endpoint has it before its deliveries; who took these first would wait for them in a circle. */
const endpointFirst = `
  WITH endpoint AS (
    SELECT id, owner, events FROM webhook_endpoints WHERE id = $1 FOR NO KEY UPDATE
  )`

const settleSql = `
  ${endpointFirst}, tried AS (
    UPDATE webhook_deliveries SET
      state = CASE WHEN $4 = 'delivered' THEN 'delivered' WHEN $6::timestamptz IS NULL THEN 'failed' ELSE 'waiting' END,
      attempts = attempts + 1, due_at = $6, last_at = $7, last_result = $5
    FROM endpoint WHERE endpoint_id = endpoint.id AND event_id = $2 AND state = 'waiting' AND due_at = $3
    RETURNING endpoint_id
  )
  UPDATE webhook_endpoints e SET
    failing_since = CASE WHEN $4 = 'delivered' THEN NULL ELSE coalesce(e.failing_since, $7) END,
    state = CASE WHEN ${isOver()} THEN 'disabled' ELSE e.state END,
    reason = CASE WHEN $4 = 'gone' THEN 'The receiver said that it wants nothing more: it ' || $5
                  WHEN ${isOver()} THEN 'Nothing was delivered since ' ||
                    to_char(e.failing_since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC. The last try: ' || $5
                  ELSE e.reason END
    FROM tried WHERE e.id = tried.endpoint_id AND e.state = 'enabled'
  RETURNING e.reason`

function isOver(): string {
  return `($4 = 'gone' OR ($4 = 'failed' AND e.failing_since <= $8))`
}

const replaySql = `
  ${endpointFirst}
  INSERT INTO webhook_deliveries (endpoint_id, event_id, order_id, type, at, due_at, created_at)
  SELECT e.id, j.id, j.order_id, ${typeOf('j.name')}, j.at, $4::timestamptz, $4::timestamptz
    FROM endpoint e JOIN order_history h ON h.owner = e.owner JOIN order_journal j ON j.order_id = h.order_id
   WHERE ${typeOf('j.name')} = ANY (e.events)
     AND ($2::uuid IS NULL OR j.id = $2) AND ($3::timestamptz IS NULL OR j.at >= $3)
   ORDER BY j.at LIMIT 10000
  ON CONFLICT (endpoint_id, event_id) DO UPDATE
    SET state = 'waiting', attempts = 0, due_at = excluded.due_at, created_at = excluded.created_at`

const listSql = `
  SELECT event_id, type, order_id, state, attempts, due_at, last_at, last_result FROM webhook_deliveries
   WHERE endpoint_id = $1 AND ($2::uuid IS NULL OR event_id < $2) ORDER BY event_id DESC LIMIT $3`
