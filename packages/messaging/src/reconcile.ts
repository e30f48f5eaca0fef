/**
 * RECONCILER: the queue is only a hint, so now and then the sender looks at what it has sent and nobody acknowledged. If
 * such a job no longer waits, is not delayed and is not running, then it was lost, or its acknowledgement was, and it is
 * queued again. After Redis lost everything, all flows again within seconds.
 *
 *     new Pulse({ name: 'reconcile', everyMs: 2_000, work: () => reconcile({ service, pool, engine, pressure, … }), … })
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import { type Engine, isUnderWay, type Letter } from './engine.ts'
import { acknowledgeWithinMs } from './outbox-claim.ts'
import type { Pressure } from './pressure.ts'
import type { Beat } from './pulse.ts'

/** How often a sender looks. */
export const reconcileEveryMs = 2_000
/** Deliveries that one look asks for; what is left is asked for by the next. */
const batchSize = 500

export interface ReconcileOptions {
  service: string
  pool: Pool
  engine: Pick<Engine, 'states' | 'send'>
  pressure: Pick<Pressure, 'full' | 'tight' | 'watch' | 'look'>
  clock: Clock
  log: Log
}

interface OpenDelivery extends Omit<Letter, 'from' | 'after'> {
  queue: string
  after: string | null
  /** Somebody wanted it once more, so nobody waits for it. */
  isReplay: boolean
}

/** Looks once, at deliveries that no other instance is looking at; answers `more` when there was much to repair. */
export async function reconcile(options: ReconcileOptions): Promise<Beat> {
  const { service, pool, engine, pressure, clock, log } = options
  const rows = await claimDue(pool, pressure, clock.now())
  let repaired = 0
  for (const [queue, open] of Map.groupBy(rows, (row) => row.queue)) {
    const ids = open.map(({ id }) => id)
    const states = await engine.states(queue, ids)
    const lost = open.filter((_, index) => !isUnderWay(states[index]))
    if (lost.length === 0) continue
    const letters = lost.map((delivery) => letterOf(delivery, service))
    pressure.watch(queue)
    await engine.send(queue, letters)
    await noteRepeat(pool, queue, letters, clock.now())
    repaired += lost.length
    log.info({ queue, count: lost.length }, 'sent again what nobody acknowledged')
  }
  void pressure.look()
  return repaired > 0 && rows.length === batchSize ? 'more' : 'rest'
}

/** What is due, and of what goes to a queue that is nearly full only as much as it takes. */
async function claimDue(pool: Pool, pressure: ReconcileOptions['pressure'], now: number): Promise<OpenDelivery[]> {
  const claim = async (query: { name: string; text: string }, limit: number, queues: readonly string[]) => {
    const values = [new Date(now), new Date(now + acknowledgeWithinMs), limit, queues]
    return (await pool.query<OpenDelivery>({ ...query, values })).rows
  }
  const tight = pressure.tight(batchSize)
  const elsewhere = [...pressure.full(), ...tight.map(({ queue }) => queue)]
  const claims = [claim(exceptOn, batchSize, elsewhere)]
  for (const { queue, room } of tight) claims.push(claim(onlyOn, room, [queue]))
  return (await Promise.all(claims)).flat()
}

function letterOf({ id, name, payload, traceparent, after, isReplay }: OpenDelivery, from: string): Letter {
  const letter: Letter = { id, name, from, payload, traceparent }
  return { ...letter, ...(after !== null && { after }), ...(isReplay && ({ priority: 'low' } as const)) }
}

async function noteRepeat(pool: Pool, queue: string, letters: readonly Letter[], now: number): Promise<void> {
  const values = [letters.map(({ id }) => id), queue, new Date(now), new Date(now + acknowledgeWithinMs)]
  await pool.query({ name: 'messaging.repeat', text: noteRepeatSql, values })
}

// Putting the next look off is the claim: other instances skip these rows meanwhile, and a crash only costs that time.
const claimDueSql = (queueIs: '<> ALL' | '= ANY'): string => `
  WITH due AS (
    SELECT message_id, queue FROM deliveries
     WHERE acknowledged_at IS NULL AND due_at <= $1 AND queue ${queueIs} ($4::text[])
     ORDER BY due_at LIMIT $3
       FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE deliveries SET due_at = $2 FROM due
     WHERE deliveries.message_id = due.message_id AND deliveries.queue = due.queue
    RETURNING deliveries.message_id, deliveries.queue, deliveries.after_id, deliveries.replays
  )
  SELECT outbox.id, claimed.queue, outbox.name, outbox.payload, outbox.traceparent,
         claimed.after_id AS after, claimed.replays > 0 AS "isReplay"
    FROM claimed JOIN outbox ON outbox.id = claimed.message_id`
const exceptOn = { name: 'messaging.reconcile', text: claimDueSql('<> ALL') }
const onlyOn = { name: 'messaging.reconcile.tight', text: claimDueSql('= ANY') }

const noteRepeatSql = `
  WITH again AS (
    SELECT message_id, queue FROM deliveries
     WHERE message_id = ANY ($1::uuid[]) AND queue = $2
     ORDER BY message_id, queue FOR UPDATE
  )
  UPDATE deliveries SET sends = sends + 1, sent_at = $3, due_at = $4
    FROM again WHERE deliveries.message_id = again.message_id AND deliveries.queue = again.queue`
