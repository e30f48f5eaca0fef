import type { ServiceQueues } from '@switchyard/contracts/trail'
import type { Pool } from 'pg'
import { readCanaries } from './canary.ts'
import type { Engine } from './engine.ts'
import { backlogMaxDefault } from './pressure.ts'

interface ServiceQueuesOptions {
  pool: Pool
  engine: Pick<Engine, 'depth'>
  /** Those that this service reads. */
  queues: readonly string[]
  /** Those that it holds back from. */
  full: readonly string[]
  backlogMax?: number | undefined
}

/** What the engine, the canaries and the outbox say of queues now. @throws {EngineAway} */
export async function serviceQueues(options: ServiceQueuesOptions): Promise<ServiceQueues> {
  const { pool, engine, queues, full, backlogMax = backlogMaxDefault } = options
  const [canaries, depths, holds] = await Promise.all([
    readCanaries(pool),
    Promise.all(queues.map((queue) => engine.depth(queue))),
    full.length === 0 ? [] : heldBack(pool, full),
  ])
  const reads = depths.map((depth, index) => {
    const queue = queues[index] ?? ''
    return { queue, ...depth, backlogMax, canary: canaries.get(queue) ?? null }
  })
  return { reads, holds }
}

async function heldBack(pool: Pool, full: readonly string[]): Promise<ServiceQueues['holds']> {
  return (await pool.query(heldSql, [full])).rows
}

const heldSql = `
  SELECT queue, count(*)::int AS count FROM (
    SELECT name AS queue FROM outbox WHERE relayed_at IS NULL AND kind = 'command' AND name = ANY ($1::text[])
    UNION ALL
    SELECT queue FROM deliveries WHERE acknowledged_at IS NULL AND sent_at IS NULL AND queue = ANY ($1::text[])
  ) AS held GROUP BY queue`
