/**
 * REPLAY of dead letters: a letter that somebody wants sent once more is put on its consumer's queue, and looked after until it has taken
 * effect or failed again. Postgres remembers it, so it survives the loss of everything in Redis, as any message does.
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Pool } from 'pg'
import { type Engine, isUnderWay, type Letter } from './engine.ts'
import { acknowledgeWithinMs } from './outbox-claim.ts'
import type { Beat } from './pulse.ts'

/** How often a service looks when nobody wakes it. */
export const replayEveryMs = 2_000
const batchSize = 500

interface ReplayOptions {
  service: string
  pool: Pool
  engine: Pick<Engine, 'states' | 'send'>
  clock: Clock
}

interface DueReplay extends Omit<Letter, 'from'> {
  queue: string
  replay: number
}

/** Sends what is to be replayed and is not under way; answers `more` when there may be more of it. */
export async function replayDue({ service, pool, engine, clock }: ReplayOptions): Promise<Beat> {
  const now = clock.now()
  const values = [new Date(now), new Date(now + acknowledgeWithinMs), batchSize]
  const { rows } = await pool.query<DueReplay>({ name: 'messaging.replay', text: claimSql, values })
  for (const [queue, due] of Map.groupBy(rows, (row) => row.queue)) {
    const states = await engine.states(
      queue,
      due.map(({ id }) => id),
    )
    const letters = due
      .filter((_, index) => !isUnderWay(states[index]))
      .map(({ id, name, payload, traceparent, replay }) => ({ id, name, from: service, payload, traceparent, replay }))
    if (letters.length > 0) await engine.send(queue, letters)
  }
  return rows.length === batchSize ? 'more' : 'rest'
}

/** Notes that the replay took effect. One that is over, or was not the last, changes nothing. */
export async function settleReplay(
  { pool, clock }: Pick<ReplayOptions, 'pool' | 'clock'>,
  { id, replay }: Pick<Letter, 'id'> & { replay: number },
  consumer: string,
): Promise<void> {
  const at = new Date(clock.now())
  const applied = JSON.stringify([{ kind: 'applied', at: at.toISOString() }])
  await pool.query({ name: 'messaging.replayed', text: settleSql, values: [consumer, id, replay, at, applied] })
}

// Putting the next look off is the claim: other instances skip these rows meanwhile, and a crash only costs that time.
const claimSql = `
  WITH due AS (
    SELECT id FROM dead_letters WHERE state = 'replaying' AND due_at <= $1 ORDER BY due_at LIMIT $3
       FOR UPDATE SKIP LOCKED
  )
  UPDATE dead_letters SET due_at = $2 FROM due WHERE dead_letters.id = due.id
  RETURNING message_id AS id, queue, name, coalesce(edited, payload) AS payload, traceparent, replays AS replay`

const settleSql = `
  UPDATE dead_letters
     SET state = 'replayed', due_at = NULL, closed_at = $4, revision = revision + 1, history = history || $5::jsonb
   WHERE consumer = $1 AND message_id = $2 AND replays = $3 AND state = 'replaying'`
