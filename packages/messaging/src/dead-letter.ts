/**
 * DEAD LETTER: a message that failed its last attempt, or that no attempt can ever apply, is kept in the consumer's own
 * database with its reason and history. Its delivery then counts as acknowledged: the sender has done its part.
 */
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

/** Keeps the letter; kept twice it is one row, with the attempts of both. Rejects when it could not be kept: then it must not be acknowledged. */
export async function keepDeadLetter(
  { pool, clock, newId }: { pool: Pool; clock: Clock; newId: () => string },
  { letter, queue, consumer, reason, attempts, failures }: DeadLetter,
): Promise<void> {
  const history = [...failures, reason].map((text, index, all) => ({
    attempt: attempts - all.length + 1 + index,
    reason: text,
  }))
  await pool.query({
    name: 'messaging.dead-letter',
    text: keepSql,
    values: [
      newId(),
      queue,
      consumer,
      letter.id,
      letter.from,
      letter.name,
      jsonb(letter.payload),
      letter.traceparent,
      plain(reason),
      attempts,
      jsonb(history),
      new Date(clock.now()),
    ],
  })
}

/** PostgreSQL stores no NUL; a poisoned text must not keep its letter from being kept. */
const plain = (text: string): string => text.replaceAll('\u0000', '\ufffd').slice(0, reasonCharactersMax)
const jsonb = (value: unknown): string => JSON.stringify(value ?? null).replaceAll('\\u0000', '\\ufffd')

const keepSql = `
  INSERT INTO dead_letters
    (id, queue, consumer, message_id, sender, name, payload, traceparent, reason, attempts, history, failed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  ON CONFLICT (consumer, message_id) DO UPDATE
    SET reason = excluded.reason,
        attempts = dead_letters.attempts + excluded.attempts,
        history = dead_letters.history || excluded.history,
        failed_at = excluded.failed_at`
