/**
 * What the gateway owes orders on behalf of a person: a mail, a merged bag, an erasure. An errand is a row, written with the change that
 * it follows from and tried at once; while orders is away the sweep tries again, and no request waits for it or fails
 * over it. A gateway claims by lease, so a call is never made inside a transaction.
 */
import { AccountMailKind } from '@switchyard/contracts/mail'
import type { IdentityDatabase } from '@switchyard/db/identity'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { z } from 'zod'
import type { Letter } from './letters.ts'

const LetterShape = z.object({
  to: z.string(),
  kind: AccountMailKind,
  subject: z.string(),
  text: z.string(),
}) satisfies z.ZodType<Letter>

/** What there is to do. */
const Errand = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mail'), payload: LetterShape }),
  z.object({ kind: z.literal('adopt'), payload: z.object({ guest: z.string(), owner: z.string() }) }),
  z.object({ kind: z.literal('erase'), payload: z.object({ owner: z.string(), emailHash: z.string() }) }),
])
export type Errand = z.infer<typeof Errand>

/** How an errand is run; `id` makes a second time harmless. */
export type RunErrand = (errand: Errand & { id: string }) => Promise<void>

/** What {@link createErrands} makes. */
export type Errands = ReturnType<typeof createErrands>

const leaseMs = 10_000
const waitMsMax = 300_000
const batch = 20

export function createErrands({
  pool,
  run,
  clock,
  log,
  newId,
}: {
  pool: IdentityDatabase['pool']
  run: RunErrand
  clock: Clock
  log: Log
  newId: () => string
}) {
  const attempt = async (row: ErrandRow): Promise<void> => {
    try {
      await run({ ...Errand.parse(row), id: row.id })
      await pool.query('DELETE FROM errands WHERE id = $1', [row.id])
    } catch (error) {
      log.warn({ err: error, errand: row.kind, tries: row.tries }, 'an errand is tried again later')
    }
  }
  return {
    /** The statement's part that writes errands: for whoever writes them together with something else. */
    rowsOf: (errands: readonly Errand[], { afterMs = leaseMs }: { afterMs?: number } = {}): NewErrand[] => {
      const at = new Date(clock.now())
      const dueAt = new Date(clock.now() + afterMs)
      return errands.map(({ kind, payload }) => ({
        id: newId(),
        kind,
        payload,
        tries: 0,
        due_at: dueAt,
        created_at: at,
      }))
    },

    /** Tries what {@link Errands.rowsOf} made and somebody has written, and never throws. */
    async tryNow(rows: readonly NewErrand[]): Promise<void> {
      await Promise.all(rows.map(attempt))
    },

    /** Writes errands and tries them at once; the caller may wait for the try or not. */
    async add(...errands: Errand[]): Promise<{ tried: Promise<void> }> {
      const rows = this.rowsOf(errands)
      await pool.query(insertErrands('$1'), [JSON.stringify(rows)])
      return { tried: this.tryNow(rows) }
    },

    /** Tries what is due: first after ten seconds, then later and later, up to every five minutes. */
    async sweep(): Promise<void> {
      const { rows } = await pool.query<ErrandRow>(claimSql, [new Date(clock.now()), batch, leaseMs, waitMsMax])
      await Promise.all(rows.map(attempt))
    },
  }
}

interface ErrandRow {
  id: string
  kind: string
  payload: unknown
  tries: number
}
/** An errand that is to be written. */
export type NewErrand = ErrandRow & { due_at: Date; created_at: Date }

/** SQL that writes errands from a parameter, JSON of {@link NewErrand}s. */
export const insertErrands = (parameter: string) => `
  INSERT INTO errands (id, kind, payload, due_at, tries, created_at)
  SELECT id, kind, payload, due_at, tries, created_at FROM jsonb_to_recordset(${parameter}::jsonb)
      AS row (id uuid, kind text, payload jsonb, due_at timestamptz, tries int, created_at timestamptz)`

const claimSql = `
  UPDATE errands SET tries = tries + 1,
         due_at = $1::timestamptz + least($3::float * 2 ^ least(tries, 10), $4::float) * interval '1 millisecond'
   WHERE id IN (SELECT id FROM errands WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING id, kind, payload, tries`
