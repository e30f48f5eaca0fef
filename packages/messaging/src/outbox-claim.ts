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
}

export interface Claim {
  now: number
  claimedUntil: number
  limit: number
  routes: readonly Route[]
  /** Names of messages that stay where they are for now. */
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
    ],
  })
  return rows
}

/** Notes that the messages are on their queues, and when the reconciler shall ask for them. */
export async function markRelayed(pool: Pool, { ids, now }: { ids: readonly string[]; now: number }): Promise<void> {
  const due = new Date(now + acknowledgeWithinMs)
  await pool.query({ name: 'messaging.mark', text: markSql, values: [ids, new Date(now), due] })
}

const claimSql = `
  WITH free AS (
    SELECT id FROM outbox
     WHERE relayed_at IS NULL AND (claimed_until IS NULL OR claimed_until <= $1) AND name <> ALL ($4::text[])
     ORDER BY created_at LIMIT $3
       FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE outbox SET claimed_until = $2 FROM free WHERE outbox.id = free.id
    RETURNING outbox.id, outbox.kind, outbox.name, outbox.payload, outbox.traceparent, outbox.created_at
  ), routed AS (
    INSERT INTO deliveries (message_id, queue)
    SELECT id, name FROM claimed WHERE kind = 'command'
    UNION ALL
    SELECT id, route.queue FROM claimed JOIN unnest($5::text[], $6::text[]) AS route(name, queue) USING (name)
     WHERE kind = 'event'
    ON CONFLICT DO NOTHING
  )
  SELECT id, kind, name, payload, traceparent FROM claimed ORDER BY created_at, id`

// Rows are locked in one order everywhere, so that marks and acknowledgements never wait for each other in a circle.
const markSql = `
  WITH relayed AS (
    UPDATE outbox SET relayed_at = $2, claimed_until = NULL WHERE id = ANY ($1::uuid[]) AND relayed_at IS NULL
  ), sent AS (
    SELECT message_id, queue FROM deliveries WHERE message_id = ANY ($1::uuid[])
     ORDER BY message_id, queue FOR UPDATE
  )
  UPDATE deliveries SET sends = sends + 1, sent_at = $2, due_at = $3
    FROM sent WHERE deliveries.message_id = sent.message_id AND deliveries.queue = sent.queue`
