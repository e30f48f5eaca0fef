import type { Pool } from 'pg'

/** What makes two requests the same: who asks, for what, and under which key. */
export interface RequestKey {
  readonly principal: string
  readonly operation: string
  readonly key: string
}

/** The first answer under a key, with the hash of what was asked. */
export interface KeyedAnswer extends RequestKey {
  readonly requestHash: string
  readonly status: number
  readonly result: object
  /** When it was asked, ISO 8601. */
  readonly at: string
}

/** What {@link createKeyStore} makes. */
export type KeyStore = ReturnType<typeof createKeyStore>

/** The idempotency keys. They are written by the statements that carry out the requests; this reads and prunes them. */
export function createKeyStore({ pool }: { pool: Pool }) {
  return {
    async find({
      principal,
      operation,
      key,
    }: RequestKey): Promise<{ requestHash: string; result: object } | undefined> {
      const { rows } = await pool.query<{ requestHash: string; result: object }>({
        name: 'find-key',
        text: `SELECT request_hash AS "requestHash", result FROM idempotency_keys
                WHERE principal = $1 AND operation = $2 AND key = $3`,
        values: [principal, operation, key],
      })
      return rows[0]
    },

    /** Forgets what was stored before `beforeMs`, at most `limit` at a time; returns how many it forgot. */
    async prune({ beforeMs, limit }: { beforeMs: number; limit: number }): Promise<number> {
      const { rowCount } = await pool.query(
        `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM idempotency_keys WHERE created_at < $1 LIMIT $2))`,
        [new Date(beforeMs), limit],
      )
      return rowCount ?? 0
    },
  }
}

/**
 * SQL that stores the answers of `rows`, a parameter of {@link keyRows}; `where` makes it depend on another part of the
 * statement. Read as `json`, which keeps the text of a result as it was written.
 */
export function insertKeys(rows: `$${number}`, where = ''): string {
  return `INSERT INTO idempotency_keys (principal, operation, key, request_hash, status, result, created_at)
    SELECT principal, operation, key, request_hash, status, result, at FROM json_to_recordset(${rows}::json)
      AS answer(principal text, operation text, key text, request_hash text, status int, result json, at timestamptz)
    ${where}`
}

/** The answers as the one parameter that {@link insertKeys} reads, in the order in which all statements take their locks. */
export function keyRows(answers: readonly KeyedAnswer[]): string {
  const inOrder = answers.toSorted((one, other) => compare(one.key, other.key))
  return JSON.stringify(inOrder.map(({ requestHash, ...answer }) => ({ ...answer, request_hash: requestHash })))
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
