import type { ServiceQueues } from '@switchyard/contracts/trail'
import type { Pool } from 'pg'
import { readCanaries } from './canary.ts'
import type { Engine } from './engine.ts'
import type { Pressure } from './pressure.ts'
import { readWorkers } from './worker-tally.ts'

interface ServiceQueuesOptions {
  pool: Pool
  engine: Pick<Engine, 'depth'>
  /** Those that this service reads. */
  queues: readonly string[]
  /** Knows those that it holds back from. */
  pressure: Pick<Pressure, 'full' | 'limitOf'>
}

/** What the engine, the canaries, the workers and the outbox say of queues now. @throws {EngineAway} */
export async function serviceQueues({ pool, engine, queues, pressure }: ServiceQueuesOptions): Promise<ServiceQueues> {
  const full = pressure.full()
  const [canaries, workers, oldest, depths, holds] = await Promise.all([
    readCanaries(pool),
    readWorkers(pool),
    oldestOnItsWay(pool),
    Promise.all(queues.map((queue) => engine.depth(queue))),
    full.length === 0 ? [] : heldBack(pool, full),
  ])
  const reads = depths.map((depth, index) => {
    const queue = queues[index] ?? ''
    const done = workers.get(queue) ?? []
    return { queue, ...depth, backlogMax: pressure.limitOf(queue), canary: canaries.get(queue) ?? null, done }
  })
  return { reads, holds, oldest }
}

async function heldBack(pool: Pool, full: readonly string[]): Promise<ServiceQueues['holds']> {
  return (await pool.query(heldSql, [full])).rows
}

async function oldestOnItsWay(pool: Pool): Promise<ServiceQueues['oldest']> {
  const { rows } = await pool.query<{ queue: string; at: Date }>(oldestSql)
  return rows.map(({ queue, at }) => ({ queue, at: at.toISOString() }))
}

const heldSql = `
  SELECT queue, count(*)::int AS count FROM (
    SELECT name AS queue FROM outbox WHERE relayed_at IS NULL AND kind = 'command' AND name = ANY ($1::text[])
    UNION ALL
    SELECT queue FROM deliveries WHERE acknowledged_at IS NULL AND sent_at IS NULL AND queue = ANY ($1::text[])
  ) AS held GROUP BY queue`

// What is replayed was written long ago and waits only since then.
const oldestSql = `
  SELECT queue, min(created_at) AS at FROM (
    SELECT name AS queue, created_at FROM outbox WHERE relayed_at IS NULL AND kind = 'command'
    UNION ALL
    SELECT queue, created_at FROM deliveries JOIN outbox ON outbox.id = message_id
     WHERE acknowledged_at IS NULL AND replays = 0
  ) AS open GROUP BY queue`
