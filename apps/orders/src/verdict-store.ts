import { Verdict } from '@switchyard/contracts/facts'
import type { Pool } from 'pg'

/** What {@link createVerdictStore} makes. */
export type VerdictStore = ReturnType<typeof createVerdictStore>

const keptMs = 7 * 24 * 3_600_000

/** What the checker found, for a week. */
export function createVerdictStore({ pool, newId }: { pool: Pool; newId: () => string }) {
  return {
    /** Keeps a verdict and forgets those that are over a week older. */
    async keep(verdict: Verdict): Promise<void> {
      const before = new Date(Date.parse(verdict.at) - keptMs)
      await pool.query(
        `WITH forgotten AS (DELETE FROM verdicts WHERE at < $4)
         INSERT INTO verdicts (id, at, verdict) VALUES ($1, $2, $3)`,
        [newId(), verdict.at, JSON.stringify(verdict), before],
      )
    },

    async last(): Promise<Verdict | null> {
      const { rows } = await pool.query<{ verdict: unknown }>('SELECT verdict FROM verdicts ORDER BY at DESC LIMIT 1')
      return rows[0] ? Verdict.parse(rows[0].verdict) : null
    },
  }
}
