import { randomUUID } from 'node:crypto'
import { openDatabase } from '@switchyard/db/connect'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import type { Pool } from 'pg'

export interface TestDatabase extends AsyncDisposable {
  readonly pool: Pool
  /** A second pool, as another instance would have. */
  readonly otherPool: Pool
}

/** A service's database with the tables of messaging, for one test file. */
export async function openTestDatabase(owner: 'orders' | 'inventory'): Promise<TestDatabase> {
  const scratch = await createScratchDatabase({ owner, adminUrl: process.env.TEST_DATABASE_URL })
  const { url } = scratch
  const open = (max: number) => openDatabase({ url, max, connectMs: 20_000 })
  const databases = [open(6), open(4)] as const
  return {
    pool: databases[0].pool,
    otherPool: databases[1].pool,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(databases.map((database) => database.close()))
      await scratch[Symbol.asyncDispose]()
    },
  }
}

/** Empties the tables of messaging between tests. */
export const emptyTables = (pool: Pool) =>
  pool.query('TRUNCATE outbox, deliveries, inbox, dead_letters, schedules, canaries, workers')

/** Commits a message as a service would; the defaults are a command of inventory. */
export async function commitMessage(pool: Pool, about: Partial<Committed> = {}): Promise<string> {
  const { kind = 'command', name = 'inventory.releaseStock', payload = {}, version = null } = about
  const id = randomUUID()
  await pool.query(
    'INSERT INTO outbox (id, kind, name, aggregate_id, version, payload) VALUES ($1, $2, $3, $4, $5, $6)',
    [...[id, kind, name, about.aggregateId ?? 'order-1', version, JSON.stringify(payload)]],
  )
  return id
}

interface Committed {
  kind: 'event' | 'command'
  name: string
  payload: unknown
  aggregateId: string
  version: number | null
}
