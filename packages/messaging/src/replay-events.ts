/**
 * REPLAY of events: any span of the outbox goes to one subscriber once more, also to one that is new and has heard none of
 * it. It only opens the deliveries again; the reconciler carries them, behind everything that is new and no faster than the
 * queue takes them. What the subscriber's inbox knows changes nothing there.
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Pool } from 'pg'
import { predecessorSql } from './outbox-claim.ts'
import type { Route } from './routes.ts'

/** Messages of one statement, so that none holds its locks for long. */
const batchSize = 1_000

export interface Span {
  /** The subscriber's queue. */
  to: string
  /** By the time at which a message was written; the first is inclusive. */
  from: Date
  until: Date
}

/** Opens the deliveries of the span and returns how many there are; none when nobody subscribes by that name. */
export async function replayEvents(
  { to, from, until }: Span,
  { pool, routes, clock }: { pool: Pool; routes: readonly Route[]; clock: Clock },
): Promise<number> {
  const own = routes.filter(({ queue }) => queue === to)
  const names = own.map(({ name }) => name)
  const ordered = own.some((route) => route.ordered)
  let after = { at: from, id: '00000000-0000-0000-0000-000000000000' }
  for (let count = 0; ; ) {
    const values = [names, after.at, after.id, until, batchSize, to, ordered, new Date(clock.now())]
    const { rows } = await pool.query<{ at: Date; id: string }>(openSql, values)
    const last = rows.at(-1)
    count += rows.length
    if (!last || rows.length < batchSize) return count
    after = last
  }
}

// Rows are locked in one order everywhere, so that this and acknowledgements never wait for each other in a circle.
const openSql = `
  WITH span AS (
    SELECT * FROM outbox
     WHERE kind = 'event' AND name = ANY ($1::text[]) AND relayed_at IS NOT NULL
       AND created_at >= $2 AND (created_at, id) > ($2::timestamptz, $3::uuid) AND created_at < $4
     ORDER BY created_at, id LIMIT $5
  ), opened AS (
    INSERT INTO deliveries AS known (message_id, queue, after_id, due_at, replays)
    SELECT id, $6, CASE WHEN $7 THEN ${predecessorSql('span', 'SELECT unnest($1::text[])')} END, $8, 1 FROM span ORDER BY id
    ON CONFLICT (message_id, queue) DO UPDATE
      SET acknowledged_at = NULL, due_at = excluded.due_at, replays = known.replays + 1
  )
  SELECT created_at AS at, id FROM span ORDER BY created_at, id`
