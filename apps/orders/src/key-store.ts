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

/** SQL that stores an answer from seven parameters (see {@link keyValues}) if the CTE `when` has a row and there is an answer. */
export function insertKey(first: number, when?: string): string {
  const [principal, operation, key, hash, status, result, at] = Array.from({ length: 7 }, (_, i) => `$${first + i}`)
  return `INSERT INTO idempotency_keys (principal, operation, key, request_hash, status, result, created_at)
    SELECT ${principal}::text, ${operation}::text, ${key}::text, ${hash}::text, ${status}::int, ${result}::json, ${at}::timestamptz
     WHERE ${principal}::text IS NOT NULL${when ? ` AND EXISTS (SELECT 1 FROM ${when})` : ''}`
}

/** The seven parameters of {@link insertKey}; all null without an answer. */
export function keyValues(answer: KeyedAnswer | undefined): (string | number | null)[] {
  if (!answer) return [null, null, null, null, null, null, null]
  const { principal, operation, key, requestHash, status, result, at } = answer
  return [principal, operation, key, requestHash, status, JSON.stringify(result), at]
}
