import type { Pool } from 'pg'
import type { Route } from './routes.ts'

/** A delivery that was sent is looked at by the reconciler this much later, if nobody acknowledged it. */
export const acknowledgeWithinMs = 4_000

/** A row of the outbox that is ours until its lease ends. */
export interface ClaimedMessage {
  id: string
  kind: 'event' | 'command'
  name: string
  payload: unknown
  traceparent: string | null
  /** By queue: the message that must have been applied there before this one. */
  after: Readonly<Record<string, string>> | null
}

export interface Claim {
  now: number
  claimedUntil: number
  limit: number
  routes: readonly Route[]
  /** Commands whose queue is full: they stay where they are for now. */
  held: readonly string[]
}

/** Takes up to `limit` rows that nobody else works on, and writes a delivery for each queue that they must reach. One statement, one commit. */
export async function claimOutbox(pool: Pool, claim: Claim): Promise<ClaimedMessage[]> {
  const { now, claimedUntil, limit, routes, held } = claim
  const { rows } = await pool.query<ClaimedMessage>({
    name: 'messaging.claim',
    text: claimSql,
    values: [
      new Date(now),
      new Date(claimedUntil),
      limit,
      held,
      routes.map(({ name }) => name),
      routes.map(({ queue }) => queue),
      routes.map(({ ordered }) => ordered),
    ],
  })
  return rows
}

/** Notes that the messages are on their queues, except on those that were full, and when the reconciler shall ask for them. */
export async function markRelayed(
  pool: Pool,
  { ids, full, now }: { ids: readonly string[]; full: readonly string[]; now: number },
): Promise<void> {
  const due = new Date(now + acknowledgeWithinMs)
  await pool.query({ name: 'messaging.mark', text: markSql, values: [ids, new Date(now), due, full] })
}

/** SQL for the event that `queue` must apply before `message`: the last one before it of the same aggregate that goes there. */
export const predecessorSql = (message: string, names: string): string => `
  (SELECT earlier.id FROM outbox AS earlier
    WHERE earlier.aggregate_id = ${message}.aggregate_id AND earlier.kind = 'event' AND earlier.name IN (${names})
      AND (earlier.version, earlier.id) < (${message}.version, ${message}.id)
    ORDER BY earlier.version DESC, earlier.id DESC LIMIT 1)`

const claimSql = `
  WITH free AS (
    SELECT id FROM outbox
     WHERE relayed_at IS NULL AND (claimed_until IS NULL OR claimed_until <= $1) AND name <> ALL ($4::text[])
     ORDER BY created_at LIMIT $3
       FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE outbox SET claimed_until = $2 FROM free WHERE outbox.id = free.id
    RETURNING outbox.*
  ), routes AS (
    SELECT * FROM unnest($5::text[], $6::text[], $7::boolean[]) AS route(name, queue, ordered)
  ), routed AS (
    SELECT id, name AS queue, NULL::uuid AS after_id FROM claimed WHERE kind = 'command'
    UNION ALL
    SELECT id, queue, CASE WHEN ordered THEN ${predecessorSql('claimed', 'SELECT name FROM routes AS same WHERE same.queue = routes.queue')} END
      FROM claimed JOIN routes USING (name) WHERE kind = 'event'
  ), written AS (
    INSERT INTO deliveries (message_id, queue, after_id) SELECT id, queue, after_id FROM routed ON CONFLICT DO NOTHING
  ), behind AS (
    SELECT id, jsonb_object_agg(queue, after_id) AS after FROM routed WHERE after_id IS NOT NULL GROUP BY id
  )
  SELECT id, kind, name, payload, traceparent, after FROM claimed LEFT JOIN behind USING (id) ORDER BY created_at, id`

// Rows are locked in one order everywhere, so that marks and acknowledgements never wait for each other in a circle.
const markSql = `
  WITH relayed AS (
    UPDATE outbox SET relayed_at = $2, claimed_until = NULL WHERE id = ANY ($1::uuid[]) AND relayed_at IS NULL
  ), sent AS (
    SELECT message_id, queue FROM deliveries WHERE message_id = ANY ($1::uuid[])
     ORDER BY message_id, queue FOR UPDATE
  )
  UPDATE deliveries
     SET sends = deliveries.sends + (deliveries.queue <> ALL ($4::text[]))::int,
         sent_at = CASE WHEN deliveries.queue = ANY ($4::text[]) THEN deliveries.sent_at ELSE $2 END,
         due_at = CASE WHEN deliveries.queue = ANY ($4::text[]) THEN $2 ELSE $3 END
    FROM sent WHERE deliveries.message_id = sent.message_id AND deliveries.queue = sent.queue`
