import type { Pool } from 'pg'

const dayMs = 86_400_000
/** Long enough to replay a week; only what every consumer has acknowledged is ever removed. */
export const outboxKeptMs = 7 * dayMs
/** Longer than any message can come again. */
export const inboxKeptMs = 14 * dayMs
/** From the day on which somebody dealt with it; one that waits is never removed. */
export const deadLettersKeptMs = 90 * dayMs
export const pruneEveryMs = 10 * 60_000
/** Rows of one statement, so that none holds its locks for long. */
const batchSize = 1_000

/** Removes what is over: deliveries go with their message. Returns the number of rows of each table. */
export async function prune({ pool, now, signal }: { pool: Pool; now: number; signal: AbortSignal }) {
  const removed = { outbox: 0, inbox: 0, deadLetters: 0 }
  removed.outbox = await inBatches(pool, pruneOutboxSql, now - outboxKeptMs, signal)
  removed.inbox = await inBatches(pool, pruneInboxSql, now - inboxKeptMs, signal)
  removed.deadLetters = await inBatches(pool, pruneDeadLettersSql, now - deadLettersKeptMs, signal)
  return removed
}

async function inBatches(pool: Pool, sql: string, before: number, signal: AbortSignal): Promise<number> {
  for (let total = 0; ; ) {
    const { rowCount } = await pool.query(sql, [new Date(before), batchSize])
    total += rowCount ?? 0
    if (signal.aborted || (rowCount ?? 0) < batchSize) return total
  }
}

const pruneOutboxSql = `
  DELETE FROM outbox WHERE id IN (
    SELECT id FROM outbox
     WHERE created_at < $1 AND relayed_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM deliveries WHERE message_id = outbox.id AND acknowledged_at IS NULL)
     LIMIT $2)`
const pruneInboxSql = `
  DELETE FROM inbox WHERE (consumer, message_id) IN (
    SELECT consumer, message_id FROM inbox WHERE received_at < $1 LIMIT $2)`
const pruneDeadLettersSql = `
  DELETE FROM dead_letters WHERE id IN (SELECT id FROM dead_letters WHERE closed_at < $1 LIMIT $2)`
