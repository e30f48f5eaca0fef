import type { ApiKey, Scope } from '@switchyard/contracts/api-keys'
import type { IdentityDatabase } from '@switchyard/db/identity'
import type { Clock } from '@switchyard/runtime/clock'
import type { FindKey } from './api-keys.ts'

/** What {@link createKeyStore} makes. */
export type KeyStore = ReturnType<typeof createKeyStore>

/** What is kept of a key itself. */
export interface KeyMark {
  readonly hash: string
  readonly prefix: string
}

/** The keys of partners as rows; of a key only its hash and how it begins. Each change is one statement. */
export function createKeyStore({ pool, clock }: { pool: IdentityDatabase['pool']; clock: Clock }) {
  const now = () => new Date(clock.now())
  const one = async (text: string, values: readonly unknown[]): Promise<ApiKey | undefined> => {
    const { rows } = await pool.query<Row>(text, [...values])
    return rows[0] && asKey(rows[0], clock.now())
  }
  const find: FindKey = async (hash) => {
    const values = [hash, now()]
    const { rows } = await pool.query<Found>({ name: 'find-api-key', text: findSql, values })
    return rows[0] ?? null
  }
  return {
    /** Whose key has this hash: the one that is valid, or the one before it while both are. */
    find,

    create: ({ keyId, name, scopes, quotaPerMinute, hash, prefix }: NewKey) =>
      one(
        `INSERT INTO api_key (id, name, scopes, quota_per_minute, key_hash, prefix, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *`,
        [keyId, name, scopes, quotaPerMinute, hash, prefix, now()],
      ),

    async list(): Promise<ApiKey[]> {
      const { rows } = await pool.query<Row>('SELECT * FROM api_key ORDER BY created_at DESC, id LIMIT 200')
      return rows.map((row) => asKey(row, clock.now()))
    },

    /** Puts a new key in place of the old one, which stays good until then; nothing when it was revoked. */
    rotate: (keyId: string, { hash, prefix, bothUntilMs }: KeyMark & { bothUntilMs: number }) =>
      one(
        `UPDATE api_key SET previous_hash = key_hash, previous_until = $4, key_hash = $2, prefix = $3
          WHERE id = $1 AND revoked_at IS NULL RETURNING *`,
        [keyId, hash, prefix, new Date(bothUntilMs)],
      ),

    /** Revoked twice it was revoked at the first time. */
    revoke: (keyId: string) =>
      one(`UPDATE api_key SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1 RETURNING *`, [keyId, now()]),
  }
}

interface NewKey extends KeyMark {
  readonly keyId: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly quotaPerMinute: number
}

type Found = NonNullable<Awaited<ReturnType<FindKey>>>

interface Row {
  id: string
  name: string
  prefix: string
  scopes: Scope[]
  quota_per_minute: number
  created_at: Date
  previous_until: Date | null
  revoked_at: Date | null
}

const asKey = (row: Row, nowMs: number): ApiKey => ({
  keyId: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  quotaPerMinute: row.quota_per_minute,
  createdAt: row.created_at.toISOString(),
  bothUntil: row.previous_until && row.previous_until.getTime() > nowMs ? row.previous_until.toISOString() : null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
})

// Each side has an index of its own.
const findSql = `
  SELECT id, scopes, quota_per_minute AS "quotaPerMinute" FROM api_key
   WHERE revoked_at IS NULL AND (key_hash = $1 OR (previous_hash = $1 AND previous_until > $2))`
