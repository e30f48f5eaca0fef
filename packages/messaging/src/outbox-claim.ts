import type { Pool } from 'pg'
import type { Route } from './routes.ts'

/** A delivery that was sent is looked at by the reconciler this much later, if nobody acknowledged it. */
export const acknowledgeWithinMs = 4_000

/** A row of the outbox that is ours to publish. */
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
  limit: number
  routes: readonly Route[]
  /** Queues that have no room: commands stay where they are for now, events are left to the reconciler. */
  full: readonly string[]
}

/**
 * Takes up to `limit` rows that nobody else works on, and writes a delivery for each queue that they must reach. One statement,
 * one commit: from then on the reconciler answers for them, whether they are published or not.
 */
export async function claimOutbox(pool: Pool, { now, limit, routes, full }: Claim): Promise<ClaimedMessage[]> {
  const { rows } = await pool.query<ClaimedMessage>({
    name: 'messaging.claim',
    text: claimSql,
    values: [
      new Date(now),
      new Date(now + acknowledgeWithinMs),
      limit,
      full,
      routes.map(({ name }) => name),
      routes.map(({ queue }) => queue),
      routes.map(({ ordered }) => ordered),
    ],
  })
  return rows
}

/** Makes messages that could not be published as if nobody had claimed them. */
export async function putBack(pool: Pool, ids: readonly string[]): Promise<void> {
  await pool.query({ name: 'messaging.put-back', text: putBackSql, values: [ids] })
}

/** SQL for the event that `queue` must apply before `message`: the last one before it of the same aggregate that goes there. */
export const predecessorSql = (message: string, names: string): string => `
  (SELECT earlier.id FROM outbox AS earlier
    WHERE earlier.aggregate_id = ${message}.aggregate_id AND earlier.kind = 'event' AND earlier.name IN (${names})
      AND (earlier.version, earlier.id) < (${message}.version, ${message}.id)
    ORDER BY earlier.version DESC, earlier.id DESC LIMIT 1)`

const claimSql = `
  WITH free AS (
    SELECT id FROM outbox WHERE relayed_at IS NULL AND name <> ALL ($4::text[])
     ORDER BY created_at LIMIT $3
       FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE outbox SET relayed_at = $1 FROM free WHERE outbox.id = free.id
    RETURNING outbox.*
  ), routes AS (
    SELECT * FROM unnest($5::text[], $6::text[], $7::boolean[]) AS route(name, queue, ordered)
  ), routed AS (
    SELECT id, name AS queue, NULL::uuid AS after_id FROM claimed WHERE kind = 'command'
    UNION ALL
    SELECT id, queue, CASE WHEN ordered THEN ${predecessorSql('claimed', 'SELECT name FROM routes AS same WHERE same.queue = routes.queue')} END
      FROM claimed JOIN routes USING (name) WHERE kind = 'event'
  ), written AS (
    INSERT INTO deliveries AS known (message_id, queue, after_id, sends, sent_at, due_at)
    SELECT id, queue, after_id, (NOT held)::int, CASE WHEN NOT held THEN $1 END, CASE WHEN held THEN $1 ELSE $2 END
      FROM (SELECT *, queue = ANY ($4::text[]) AS held FROM routed) AS delivery ORDER BY id, queue
    ON CONFLICT (message_id, queue) DO UPDATE
      SET sends = known.sends + excluded.sends, sent_at = excluded.sent_at, due_at = excluded.due_at
  ), behind AS (
    SELECT id, jsonb_object_agg(queue, after_id) AS after FROM routed WHERE after_id IS NOT NULL GROUP BY id
  )
  SELECT id, kind, name, payload, traceparent, after FROM claimed LEFT JOIN behind USING (id) ORDER BY created_at, id`

// Rows are locked in one order everywhere, so that this never waits for itself or for acknowledgements in a circle.
const putBackSql = `
  WITH ours AS (
    SELECT id FROM outbox WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE
  ), back AS (
    UPDATE outbox SET relayed_at = NULL FROM ours WHERE outbox.id = ours.id
  ), claimed AS (
    SELECT message_id, queue FROM deliveries WHERE message_id = ANY ($1::uuid[])
     ORDER BY message_id, queue FOR UPDATE
  )
  DELETE FROM deliveries USING claimed
   WHERE deliveries.message_id = claimed.message_id AND deliveries.queue = claimed.queue`
