import type { RowsOfOrder, TableRows } from '@switchyard/contracts/copies'
import type { Pool } from 'pg'

/** Tables by their names, each with the condition that its rows about `$1::uuid` meet. */
export type TablesOf = Readonly<Record<string, string>>

/**
 * Every row about an aggregate, messaging's own included, as a digest of what it holds and of the transaction that wrote
 * it: a row that was written again with the same values has another.
 */
export async function rowDigests(
  pool: Pool,
  tables: TablesOf,
  { aggregateId, messageIds }: { aggregateId: string; messageIds: readonly string[] },
): Promise<RowsOfOrder> {
  const [digests, inbox] = await Promise.all([
    pool.query<TableRows>(digestsSql({ ...tables, ...own }), [aggregateId]),
    pool.query<{ messageId: string; queue: string; at: Date; digest: string }>(inboxSql, [messageIds]),
  ])
  return {
    tables: [...digests.rows, { table: 'inbox', rows: inbox.rows.map(({ digest }) => digest) }],
    applied: inbox.rows.map(({ messageId, queue, at }) => ({ messageId, queue, at: at.toISOString() })),
  }
}

const own: TablesOf = {
  outbox: 'aggregate_id = $1::uuid::text',
  deliveries: 'message_id IN (SELECT id FROM outbox WHERE aggregate_id = $1::uuid::text)',
}

const digest = 'md5(entry::text || entry.xmin::text)'

const digestsSql = (tables: TablesOf): string =>
  Object.entries(tables)
    .map(
      ([table, where]) =>
        `SELECT '${table}' AS "table", coalesce(array_agg(${digest}), '{}') AS rows FROM ${table} AS entry WHERE ${where}`,
    )
    .join(' UNION ALL ')

const inboxSql = `
  SELECT message_id AS "messageId", consumer AS queue, received_at AS at, ${digest} AS digest
    FROM inbox AS entry WHERE message_id = ANY ($1::uuid[])`
