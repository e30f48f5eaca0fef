import type { Rebuilt } from '@switchyard/contracts/sales'
import { subscribers } from '@switchyard/contracts/subscribers'
import { longStatement } from '@switchyard/db/long-statement'
import type { Clock } from '@switchyard/runtime/clock'
import type { Pool, PoolClient } from 'pg'
import { readsLock } from './order-projection.ts'

const statementMsMax = 25_000
const lockMsMax = 5_000

/**
 * Makes the read models anew: takes from the outbox what the journal lacks, and folds the whole journal. Readers see the old
 * rows until the new ones are whole; events that come meanwhile are put off, and are merged into the new ones.
 */
export async function rebuildReads({ pool, clock }: { pool: Pool; clock: Clock }): Promise<Rebuilt> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const rebuilt = await rebuild(client, new Date(clock.now()))
    await client.query('COMMIT')
    client.release()
    return rebuilt
  } catch (error) {
    // Whatever state the connection is in, nobody uses it again; without a commit nothing has happened.
    client.release(true)
    throw error
  }
}

async function rebuild(client: PoolClient, at: Date): Promise<Rebuilt> {
  await client.query(`SET LOCAL statement_timeout = ${statementMsMax}`)
  await client.query(`SET LOCAL lock_timeout = ${lockMsMax}`)
  await run(client, `SELECT pg_advisory_xact_lock(${readsLock})`)
  const mended = await count(client, differencesSql)
  await run(client, fromOutboxSql, [subscribers['orders.history'].map(({ name }) => name), at])
  await run(client, 'DELETE FROM sales')
  await run(client, 'DELETE FROM order_history')
  const orders = await run(client, 'INSERT INTO order_history SELECT * FROM order_history_told')
  const sales = await run(client, 'INSERT INTO sales SELECT * FROM sales_told')
  const events = await count(client, 'SELECT count(*)::int AS count FROM order_journal')
  return { events, orders: orders.rowCount ?? 0, sales: sales.rowCount ?? 0, mended }
}

const run = (client: PoolClient, sql: string, values?: unknown[]) =>
  client.query<{ count: number }>(longStatement(statementMsMax, sql, values))

async function count(client: PoolClient, sql: string): Promise<number> {
  const { rows } = await run(client, sql)
  return rows[0]?.count ?? 0
}

const differingSql = (table: string) =>
  `SELECT 1 FROM ((TABLE ${table} EXCEPT TABLE ${table}_told) UNION ALL (TABLE ${table}_told EXCEPT TABLE ${table}))`
const differencesSql = `
  SELECT count(*)::int AS count FROM (${differingSql('order_history')} UNION ALL ${differingSql('sales')})`

const fromOutboxSql = `
  INSERT INTO order_journal (id, order_id, name, at, facts, applied_at)
  SELECT id, aggregate_id::uuid, name, event_time(id), event_facts(name, aggregate_id::uuid, payload), $2::timestamptz
    FROM outbox WHERE name = ANY ($1::text[])
  ON CONFLICT (id) DO NOTHING`
