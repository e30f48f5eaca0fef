import type {
  DeadLetterCount,
  DeadLetterEntry,
  DeadLetterQuery,
  DeadLetterState,
  DeadLetterSummary,
  Payload,
} from '@switchyard/contracts/dead-letter'
import type { Pool } from 'pg'
import type { z } from 'zod'

/** A row of `dead_letters`. */
export interface LetterRow {
  id: string
  queue: string
  message_id: string
  sender: string
  name: string
  payload: Payload
  traceparent: string | null
  reason: string
  attempts: number
  history: DeadLetterEntry[]
  failed_at: Date
  state: DeadLetterState
  revision: number
  edited: Payload | null
}

/** One page, the newest failures first. */
export async function listLetters(pool: Pool, { state, name, limit, before }: DeadLetterQuery): Promise<LetterRow[]> {
  const values = [state, name ?? null, before?.failedAt ?? null, before?.id ?? null, limit]
  return (await pool.query<LetterRow>({ name: 'messaging.dead-letters', text: listSql, values })).rows
}

/** How many there are of each type in each state. */
export async function countLetters(pool: Pool): Promise<z.infer<typeof DeadLetterCount>[]> {
  return (await pool.query(countSql)).rows
}

/** The letter of this id, if there is one. */
export async function findLetter(pool: Pool, id: string): Promise<LetterRow | undefined> {
  return (await pool.query<LetterRow>('SELECT * FROM dead_letters WHERE id = $1', [id])).rows[0]
}

/** What people do to a letter that waits; the machine's own entries are written elsewhere. */
type Act = Exclude<DeadLetterEntry, { kind: 'failed' | 'applied' }>

/** Does one thing to a letter that waits and still has the revision that was seen; answers nothing when it has not. */
export async function actOn(pool: Pool, id: string, act: Act): Promise<LetterRow | undefined> {
  const values = [id, act.revision, JSON.stringify([act])]
  if (act.kind === 'edited') values.push(JSON.stringify(act.payload))
  else values.push(act.at)
  return (await pool.query<LetterRow>(sqlOf[act.kind], values)).rows[0]
}

/** A letter as a list shows it. */
export const summaryOf = (row: LetterRow): DeadLetterSummary => ({
  id: row.id,
  messageId: row.message_id,
  queue: row.queue,
  name: row.name,
  sender: row.sender,
  state: row.state,
  reason: row.reason,
  attempts: row.attempts,
  failedAt: row.failed_at.toISOString(),
  orderId: orderOf(row.edited) ?? orderOf(row.payload),
  revision: row.revision,
})

function orderOf(payload: Payload): string | null {
  const orderId = payload && typeof payload === 'object' && 'orderId' in payload ? payload.orderId : null
  return typeof orderId === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(orderId) ? orderId : null
}

const listSql = `
  SELECT * FROM dead_letters
   WHERE state = $1 AND ($2::text IS NULL OR name = $2)
     AND ($3::timestamptz IS NULL OR (failed_at, id) < ($3::timestamptz, $4::uuid))
   ORDER BY failed_at DESC, id DESC LIMIT $5`
const countSql = `
  SELECT name, state, count(*)::int AS count FROM dead_letters GROUP BY name, state ORDER BY name, state`

const acting = (change: string) => `
  UPDATE dead_letters SET revision = revision + 1, history = history || $3::jsonb, ${change}
   WHERE id = $1 AND revision = $2 AND state = 'waiting'
  RETURNING *`
// Noted in the inbox as well, so that no copy that is still about takes effect after all.
const sqlOf = {
  edited: acting('edited = $4::jsonb'),
  replayed: acting(`state = 'replaying', replays = replays + 1, due_at = $4::timestamptz`),
  dropped: `
    WITH dropped AS (${acting(`state = 'dropped', closed_at = $4::timestamptz`)}),
         noted AS (INSERT INTO inbox (consumer, message_id) SELECT consumer, message_id FROM dropped ON CONFLICT DO NOTHING)
    SELECT * FROM dropped`,
}
