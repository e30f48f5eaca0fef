import type { Pool } from 'pg'

export interface Attempt {
  idempotencyKey: string
  kind: 'charge' | 'refund'
  orderId: string
  amount: number
  currency: string
  token: string | null
  /** For a refund: the charge that is given back. */
  chargeId: string | null
}

/** Where an attempt stands; `entryId` exists once money moved. */
export interface Standing extends Omit<Attempt, 'chargeId'> {
  status: 'pending' | 'captured' | 'declined'
  tries: number
  entryId: string | null
  createdAt: Date
}

export interface LedgerEntry {
  entryId: string
  kind: 'charge' | 'refund'
  orderId: string
  amount: number
  currency: string
  idempotencyKey: string
  at: string
}

export type Ledger = ReturnType<typeof createLedger>

const standing = `
  SELECT a.idempotency_key AS "idempotencyKey", a.kind, a.order_id AS "orderId", a.amount, a.currency, a.token,
         a.status, a.tries, a.created_at AS "createdAt", e.entry_id AS "entryId"
    FROM attempts a LEFT JOIN entries e USING (idempotency_key)`

/** Whether the books refused to give a charge back once more. */
export const isSecondRefund = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'entries_charge_id_key'

/** The provider's books. Every change is one statement, so a key has one effect whatever comes at once. */
export function createLedger(pool: Pool) {
  return {
    /** Opens the attempt, or counts one more try of it. */
    async open(attempt: Attempt): Promise<Standing> {
      await pool.query(
        `INSERT INTO attempts (idempotency_key, kind, order_id, amount, currency, token, status, tries)
         VALUES ($1, $2, $3, $4, $5, $6, 'pending', 1)
         ON CONFLICT (idempotency_key) DO UPDATE SET tries = attempts.tries + 1`,
        [attempt.idempotencyKey, attempt.kind, attempt.orderId, attempt.amount, attempt.currency, attempt.token],
      )
      const found = await this.byKey(attempt.idempotencyKey)
      if (!found) throw new Error('an attempt that was opened is gone')
      return found
    },

    async byKey(key: string): Promise<Standing | null> {
      const { rows } = await pool.query<Standing>(`${standing} WHERE a.idempotency_key = $1`, [key])
      return rows[0] ?? null
    },

    /** What was begun and not ended: by a process that has died, say. */
    async pending(): Promise<Standing[]> {
      return (await pool.query<Standing>(`${standing} WHERE a.status = 'pending' AND a.kind = 'charge' LIMIT 1000`))
        .rows
    },

    /**
     * Ends a pending attempt; money, books and the notice to the merchant change together. Repeats change nothing.
     * @throws {pg.DatabaseError} what {@link isSecondRefund} knows, when the charge was given back under another key.
     */
    async settle(
      key: string,
      {
        status,
        entryId,
        chargeId = null,
      }: { status: 'captured' | 'declined'; entryId: string; chargeId?: string | null },
    ): Promise<void> {
      await pool.query(
        `WITH settled AS (
           UPDATE attempts SET status = $2 WHERE idempotency_key = $1 AND status = 'pending' RETURNING *
         ), entry AS (
           INSERT INTO entries (entry_id, kind, order_id, amount, currency, idempotency_key, charge_id)
           SELECT $3, kind, order_id, amount, currency, idempotency_key, $4 FROM settled WHERE $2 = 'captured'
         )
         INSERT INTO notices (event_id, type, order_id, entry_id)
         SELECT 'evt_' || $3, kind || '.' || $2, order_id, $3 FROM settled`,
        [key, status, entryId, chargeId],
      )
    },

    /** The captured charge that a refund names. */
    async charge(chargeId: string): Promise<LedgerEntry | null> {
      const { rows } = await pool.query<LedgerEntry>(
        `SELECT entry_id AS "entryId", kind, order_id AS "orderId", amount, currency, idempotency_key AS "idempotencyKey", at
           FROM entries WHERE entry_id = $1 AND kind = 'charge'`,
        [chargeId],
      )
      return rows[0] ?? null
    },

    /** Captured money in the order in which it moved, after `cursor`; only what moved `since` then. */
    async entries({ cursor, limit, since = new Date(0) }: { cursor: number; limit: number; since?: Date | undefined }) {
      const { rows } = await pool.query<LedgerEntry & { position: string }>(
        `SELECT entry_id AS "entryId", kind, order_id AS "orderId", amount, currency,
                idempotency_key AS "idempotencyKey", at, position::text
           FROM entries WHERE position > $1 AND at >= $3 ORDER BY entries.position LIMIT $2`,
        [cursor, limit, since],
      )
      const nextCursor = rows.length === limit ? (rows.at(-1)?.position ?? null) : null
      return { entries: rows.map(({ position: _, ...entry }) => entry), nextCursor }
    },
  }
}
