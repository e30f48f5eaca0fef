/**
 * CANARY: every few seconds one letter without a meaning goes through each queue. A worker can be dead while its process
 * runs, its connection answers and its library says that it is running; only a letter that was taken proves that letters
 * are taken. How long it waited is how long a message waits there now.
 */
import type { QueueCanary } from '@switchyard/contracts/trail'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import { type Arrival, type Engine, EngineAway } from './engine.ts'

/** How often they are sent, and how often somebody looks after them. */
export const canaryEveryMs = 4_000
/** One that nobody has taken by then is looked into. */
const overdueMs = 10_000

/** One id, so that there is never more than one on a queue. */
const canaryId = 'canary'
const canaryName = 'messaging.canary'

interface Cage {
  service: string
  queues: readonly string[]
  pool: Pool
  engine: Pick<Engine, 'send' | 'depth'>
  clock: Clock
  log: Log
}

/** Sends one to each queue; one that still waits keeps the time at which it was sent. While the engine is away it only grows older. */
export async function sendCanaries({ service, queues, pool, engine, clock }: Cage): Promise<void> {
  await pool.query({ name: 'messaging.canaries', text: sendSql, values: [queues, new Date(clock.now())] })
  const letter = { id: canaryId, name: canaryName, from: service, payload: null, traceparent: null }
  const sent = await Promise.allSettled(queues.map((queue) => engine.send(queue, [letter])))
  const failed = sent.find((one) => one.status === 'rejected' && !(one.reason instanceof EngineAway))
  if (failed?.status === 'rejected') throw failed.reason
}

/** What a consumer does first: a canary is noted and goes no further. */
export const takingCanaries =
  (queue: string, receive: (arrival: Arrival) => Promise<void>, { pool, clock }: Pick<Cage, 'pool' | 'clock'>) =>
  async (arrival: Arrival): Promise<void> => {
    if (arrival.id !== canaryId) return await receive(arrival)
    await pool.query({ name: 'messaging.canary', text: takenSql, values: [queue, new Date(clock.now())] })
  }

/** When each queue's last canary was sent and one was last taken. */
export async function readCanaries(pool: Pool): Promise<ReadonlyMap<string, QueueCanary>> {
  const { rows } = await pool.query<{ queue: string; sent_at: Date; taken_at: Date | null }>('SELECT * FROM canaries')
  return new Map(
    rows.map(({ queue, sent_at, taken_at }) => [
      queue,
      { sentAt: sent_at.toISOString(), takenAt: taken_at?.toISOString() ?? null },
    ]),
  )
}

/** Opens those consumers anew whose canary is overdue though nobody works there: they hang, whatever they say of themselves. */
export async function reviveDead(
  { queues, pool, engine, clock, log }: Cage,
  reopen: (queue: string) => void,
): Promise<void> {
  const canaries = await readCanaries(pool)
  for (const queue of queues) {
    const canary = canaries.get(queue)
    if (!canary || !isOverdue(canary, clock.now())) continue
    const { active, waiting } = await engine.depth(queue)
    if (active > 0 || waiting === 0) continue
    log.error({ queue, waiting, sentAt: canary.sentAt }, 'nobody takes from a queue, its consumer is opened anew')
    reopen(queue)
  }
}

function isOverdue({ sentAt, takenAt }: QueueCanary, now: number): boolean {
  const sent = Date.parse(sentAt)
  return now - sent > overdueMs && (takenAt === null || Date.parse(takenAt) < sent)
}

const sendSql = `
  INSERT INTO canaries AS last (queue, sent_at) SELECT unnest($1::text[]), $2
  ON CONFLICT (queue) DO UPDATE SET sent_at = excluded.sent_at WHERE last.taken_at >= last.sent_at`
const takenSql = 'UPDATE canaries SET taken_at = $2 WHERE queue = $1'
