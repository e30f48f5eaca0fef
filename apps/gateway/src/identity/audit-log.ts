/**
 * AUDIT: what staff do, and what anybody does to the system in the lab, in a chain of lines that nobody edits or removes
 * without its showing. A line is written before the action and another, with its outcome, after it: an action without an
 * outcome is one of which nobody could say any more how it ended.
 *
 *     const entry = await audit.begin({ by: 'staff:s1', operation: 'deadLetters.drop', subject: id, requestId }, mustBeWritten)
 *     …
 *     await entry.end('done')
 */
import type { AuditedAction, AuditVerdict } from '@switchyard/contracts/audit'
import type { IdentityDatabase } from '@switchyard/db/identity'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import {
  type AuditLine,
  type AuditMarks,
  auditMarks,
  type ChainPoint,
  ChainWalk,
  type MarkedLine,
} from './audit-chain.ts'
import { createGroupWriter } from './group-writer.ts'

type Pool = IdentityDatabase['pool']
type NewLine = Omit<AuditLine, 'seq' | 'previous'>
/** What an action is written down as, before it is done. */
export type Action = Pick<AuditedAction, 'by' | 'operation' | 'subject' | 'requestId'>

/** What {@link createAuditLog} makes. */
export type AuditLog = ReturnType<typeof createAuditLog>

const keptMs = 400 * 24 * 3_600_000
const pruneEveryLines = 500
const linesAtOnce = 1_000
/** Lines of the lab that wait for the database; beyond them the process's own log is all there is. */
const waitingMax = 1_000

/** Appends one line at a time over all gateways, reads pages, and checks the whole. */
export function createAuditLog(deps: { pool: Pool; secret: string; clock: Clock; log: Log }) {
  const { pool, clock, log } = deps
  const marks = auditMarks(deps.secret)
  const waiting: NewLine[] = []
  let remembered = 0

  const append = async (lines: readonly NewLine[]): Promise<number[]> => {
    const whole = await inTransaction(pool, async (query) => {
      const { rows } = await query<ChainPoint>(headSql)
      const added = chained(rows[0], lines, marks)
      const { seq, mark } = added.at(-1) ?? { seq: 0, mark: '' }
      await query(appendSql, [JSON.stringify(added), seq, mark, marks.ofHead(seq, mark)])
      return added
    })
    const last = whole.at(-1)?.seq ?? 0
    remembered = Math.max(remembered, last)
    if (last % pruneEveryLines < lines.length) prune().catch((err) => log.warn({ err }, 'the audit log was not pruned'))
    return whole.map(({ seq }) => seq)
  }
  const write = createGroupWriter(append)

  /** Forgets what is older than 400 days, and keeps where the chain goes on. */
  const prune = () =>
    inTransaction(pool, async (query) => {
      const { rows } = await query<{ seq: number; mark: string }>(oldestToKeepSql, [new Date(clock.now() - keptMs)])
      const [end] = rows
      if (!end) return
      await query(anchorSql, [end.seq, new Date(clock.now()), end.mark, marks.ofAnchor(end.seq, end.mark)])
      await query('DELETE FROM audit_lines WHERE seq <= $1', [end.seq])
    })

  const waitFor = (line: NewLine) => {
    waiting.push(line)
    if (waiting.length > waitingMax) waiting.shift()
  }
  const appendWithWaiting = async (line: NewLine) => {
    const taken = waiting.splice(0)
    try {
      const seqs = await write([...taken, line])
      return seqs.at(-1)
    } catch (error) {
      waiting.unshift(...taken)
      throw error
    }
  }

  return {
    prune,

    /**
     * Writes down what is about to be done. Where it `must` be written it rejects when it cannot be, and nothing may be
     * done then; otherwise the line waits in this process until the database is back.
     */
    async begin(action: Action, { must }: { must: boolean }) {
      const begun = { ...action, at: new Date(clock.now()), kind: 'begun', outcome: null, begunSeq: null } as const
      log.info({ audit: true, ...action }, 'audited action')
      const written = appendWithWaiting(begun)
      const begunSeq = await (must ? written : written.catch(() => undefined))
      if (begunSeq === undefined) waitFor(begun)
      return {
        /** Writes down how it ended; never rejects, for what was done is done. */
        async end(outcome: string, subject: string | null = action.subject): Promise<void> {
          if (begunSeq === undefined) return
          const at = new Date(clock.now())
          const ended = { ...action, subject, at, kind: 'ended', outcome, begunSeq } as const
          await appendWithWaiting(ended).catch((err) => {
            log.warn({ err, audit: true, ...action, outcome }, 'the outcome of an action waits to be written down')
            waitFor(ended)
          })
        },
      }
    },

    async list({ before, limit }: { before?: number | undefined; limit: number }) {
      const { rows } = await pool.query<Omit<AuditedAction, 'at'> & { at: Date }>(listSql, [before ?? null, limit + 1])
      const items = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }))
      return { items, more: rows.length > limit }
    },

    /** Holds every line to its mark, to the line before and to the head, in one snapshot of the database. */
    async check(): Promise<AuditVerdict> {
      return await inSnapshot(pool, async (query) => {
        const known = remembered
        const { rows: heads } = await query<ChainPoint>(headSql)
        const { rows: anchors } = await query<ChainPoint>(lastAnchorSql)
        const [anchor] = anchors
        const walk = new ChainWalk(marks, anchor)
        for (;;) {
          const { rows } = await query<MarkedLine>(linesSql, [walk.at, linesAtOnce])
          for (const line of rows) walk.step(line)
          if (rows.length < linesAtOnce) break
        }
        walk.end(heads[0], known)
        const at = new Date(clock.now()).toISOString()
        return { at, lines: walk.lines, prunedThrough: anchor?.seq ?? 0, last: walk.at, faults: walk.faults }
      })
    },
  }
}

type Query = <Row extends object>(text: string, values?: unknown[]) => Promise<{ rows: Row[] }>

/** Nobody else writes while it runs, over all gateways. */
const inTransaction = <Result>(pool: Pool, run: (query: Query) => Promise<Result>) =>
  inside(pool, `BEGIN; SELECT pg_advisory_xact_lock(hashtext('audit_lines'))`, run)

const inSnapshot = <Result>(pool: Pool, run: (query: Query) => Promise<Result>) =>
  inside(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', run)

async function inside<Result>(pool: Pool, begin: string, run: (query: Query) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin)
    const result = await run((text, values) => client.query(text, values))
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** The lines as they follow the last one. */
function chained(head: ChainPoint | undefined, lines: readonly NewLine[], marks: AuditMarks): MarkedLine[] {
  let [seq, previous] = [head?.seq ?? 0, head?.lineMark ?? '']
  return lines.map((line) => {
    seq += 1
    const whole = { ...line, seq, previous }
    previous = marks.ofLine(whole)
    return { ...whole, mark: previous }
  })
}

const columns = `seq, at, kind, by, operation, subject, request_id AS "requestId", outcome, begun_seq AS "begunSeq", previous, mark`

const headSql = 'SELECT seq, line_mark AS "lineMark", mark FROM audit_head'
const lastAnchorSql = 'SELECT seq, line_mark AS "lineMark", mark FROM audit_anchors ORDER BY seq DESC LIMIT 1'

const appendSql = `
  WITH added AS (
    INSERT INTO audit_lines (seq, at, kind, by, operation, subject, request_id, outcome, begun_seq, previous, mark)
    SELECT seq, at, kind, "by", operation, subject, "requestId", outcome, "begunSeq", previous, mark FROM jsonb_to_recordset($1::jsonb) AS line (seq bigint, at timestamptz, kind text, "by" text,
      operation text, subject text, "requestId" text, outcome text, "begunSeq" bigint, previous text, mark text)
  )
  INSERT INTO audit_head (seq, line_mark, mark) VALUES ($2, $3, $4)
  ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, line_mark = excluded.line_mark, mark = excluded.mark`

const anchorSql = 'INSERT INTO audit_anchors (seq, at, line_mark, mark) VALUES ($1, $2, $3, $4)'

// The last of the old ones, before the first that is young enough and never the last of all.
const oldestToKeepSql = `
  SELECT seq, mark FROM audit_lines
   WHERE seq < (SELECT coalesce(min(seq), 0) FROM audit_lines WHERE at >= $1) ORDER BY seq DESC LIMIT 1`

const linesSql = `SELECT ${columns} FROM audit_lines WHERE seq > $1 ORDER BY seq LIMIT $2`

const listSql = `
  SELECT b.seq, b.at, b.by, b.operation, coalesce(b.subject, e.subject) AS subject, b.request_id AS "requestId", e.outcome
    FROM audit_lines b LEFT JOIN audit_lines e ON e.begun_seq = b.seq
   WHERE b.kind = 'begun' AND ($1::bigint IS NULL OR b.seq < $1) ORDER BY b.seq DESC LIMIT $2`
