/**
 * DEAD LETTER: a message that failed its last attempt, or that no attempt can ever apply, is kept in the consumer's own
 * database with its reason and history. Its delivery then counts as acknowledged: the sender has done its part. From then on a
 * person decides; see dead-letter-desk.ts.
 */
import type { DeadLetterEntry } from '@switchyard/contracts/dead-letter'
import type { Clock } from '@switchyard/runtime/clock'
import type { Pool } from 'pg'
import type { Letter } from './engine.ts'

export interface DeadLetter {
  letter: Letter
  queue: string
  consumer: string
  reason: string
  attempts: number
  /** Reasons of the attempts before the last, oldest first. */
  failures: readonly string[]
}

const reasonCharactersMax = 2_000

/**
 * Keeps the letter; kept twice it is one row, with the attempts of both. A replay that failed waits for a person again; a late
 * copy of a letter that somebody has dealt with is noted and changes nothing. Rejects when it could not be kept: then it
 * must not be acknowledged.
 */
export async function keepDeadLetter(
  { pool, clock, newId }: { pool: Pool; clock: Clock; newId: () => string },
  { letter, queue, consumer, reason, attempts, failures }: DeadLetter,
): Promise<void> {
  const at = new Date(clock.now())
  const history = [...failures, reason].map((text, index, all): DeadLetterEntry => {
    const attempt = attempts - all.length + 1 + index
    return { kind: 'failed', at: index === all.length - 1 ? at.toISOString() : null, attempt, reason: plain(text) }
  })
  await pool.query({
    name: 'messaging.dead-letter',
    text: keepSql,
    values: [
      newId(),
      queue,
      consumer,
      letter.id,
      plain(letter.from),
      plain(letter.name),
      jsonb(letter.payload),
      letter.traceparent && plain(letter.traceparent),
      plain(reason),
      attempts,
      jsonb(history),
      at,
      letter.replay ?? null,
    ],
  })
}

/** PostgreSQL stores no NUL and, in JSON, no half of a surrogate pair; a poisoned text must not keep its letter from being kept. */
const plain = (text: string): string => text.replaceAll('\u0000', '\ufffd').slice(0, reasonCharactersMax)
// JSON escapes half of a surrogate pair, and no whole one. An escaped backslash is skipped: what follows it is text.
const jsonb = (value: unknown): string =>
  JSON.stringify(value ?? null).replace(unstorable, (found) => (found === '\\\\' ? found : '\\ufffd'))
const unstorable = /\\\\|\\u(?:0000|d[89a-f]..)/g

// Only its own replay brings a letter back; a copy from before that is still about must not undo what a person did.
const keepSql = `
  INSERT INTO dead_letters AS kept
    (id, queue, consumer, message_id, sender, name, payload, traceparent, reason, attempts, history, failed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  ON CONFLICT (consumer, message_id) DO UPDATE
    SET attempts = kept.attempts + excluded.attempts,
        history = kept.history || excluded.history,
        (reason, failed_at, state, due_at, revision) = (
          SELECT CASE WHEN waits THEN excluded.reason ELSE kept.reason END,
                 CASE WHEN waits THEN excluded.failed_at ELSE kept.failed_at END,
                 CASE WHEN came_back THEN 'waiting' ELSE kept.state END,
                 CASE WHEN came_back THEN NULL ELSE kept.due_at END,
                 kept.revision + came_back::int
            FROM (SELECT (kept.state = 'replaying' AND kept.replays = $13) IS TRUE AS came_back) AS b,
                 LATERAL (SELECT came_back OR kept.state = 'waiting' AS waits) AS w)`
