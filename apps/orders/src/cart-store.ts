import type { OrderLine } from '@switchyard/contracts/values'
import type { Pool } from 'pg'

/** What {@link createCartStore} makes. */
export type CartStore = ReturnType<typeof createCartStore>

/** The bags: one a principal, promising nothing. */
export function createCartStore({ pool }: { pool: Pool }) {
  return {
    async of(owner: string): Promise<OrderLine[]> {
      const { rows } = await pool.query<{ lines: OrderLine[] }>('SELECT lines FROM carts WHERE owner = $1', [owner])
      return rows[0]?.lines ?? []
    },

    async put(owner: string, lines: readonly OrderLine[], at: Date): Promise<void> {
      await pool.query(
        `INSERT INTO carts (owner, lines, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (owner) DO UPDATE SET lines = EXCLUDED.lines, updated_at = EXCLUDED.updated_at`,
        [owner, JSON.stringify(lines), at],
      )
    },

    /** Removes what nobody has touched since `beforeMs`, at most `limit` at a time; returns how many it removed. */
    async prune({ beforeMs, limit }: { beforeMs: number; limit: number }): Promise<number> {
      const { rowCount } = await pool.query(
        `DELETE FROM carts WHERE ctid = ANY (ARRAY(SELECT ctid FROM carts WHERE updated_at < $1 LIMIT $2))`,
        [new Date(beforeMs), limit],
      )
      return rowCount ?? 0
    },
  }
}
