import type { Note } from '@switchyard/contracts/notebook'
import { orders } from '@switchyard/contracts/orders'
import { insertInbox, type Received } from '@switchyard/messaging/inbox'
import { insertOutbox, type Outgoing, outboxRows } from '@switchyard/messaging/outbox'
import type { Pool } from 'pg'

/** What {@link createNoteStore} makes. */
export type NoteStore = ReturnType<typeof createNoteStore>

/** A note as its table has it. */
type StoredNote = Omit<Note, 'job'>

/** The lab's notes, with what the outbox knows of those that it tells of. */
export function createNoteStore({ pool }: { pool: Pool }) {
  return {
    /** Commits a note of each way in one statement; only the first has a row in the outbox beside it. */
    async writePair({ run, position, at, told, untoldId }: Pair): Promise<void> {
      await pool.query(
        `WITH noted AS (
           INSERT INTO lab_notes (id, run, way, position, at)
           VALUES ($1, $3, 'outbox', $4, $5), ($2, $3, 'dual-write', $4, $5)
         ), told AS (${insertOutbox('$6')})
         SELECT 1 FROM told`,
        [told.id, untoldId, run, position, at, outboxRows([told])],
      )
    },

    /** Notes the message and that it came, once. */
    async take({ noteId, at }: { noteId: string; at: Date }, { consumer, id }: Of): Promise<void> {
      await pool.query(
        `WITH fresh AS (${insertInbox('$1', '$2')})
         UPDATE lab_notes SET taken_at = $4 WHERE id = $3 AND EXISTS (SELECT 1 FROM fresh)`,
        [consumer, id, noteId, at],
      )
    },

    async ofRun(run: string): Promise<StoredNote[]> {
      const { rows } = await pool.query<Omit<StoredNote, 'at' | 'takenAt'> & { at: Date; takenAt: Date | null }>(
        `SELECT id, way, position, at, taken_at AS "takenAt", coalesce(sends, 0) AS sends
           FROM lab_notes LEFT JOIN deliveries ON message_id = id AND queue = $2
          WHERE run = $1 ORDER BY way DESC, position`,
        [run, orders.commands.takeNote.name],
      )
      return rows.map((row) => ({
        ...row,
        at: row.at.toISOString(),
        takenAt: row.takenAt?.toISOString() ?? null,
      }))
    },

    /** Forgets what was written before `before`. */
    async prune(before: Date): Promise<void> {
      await pool.query('DELETE FROM lab_notes WHERE at < $1', [before])
    },
  }
}

interface Pair {
  readonly run: string
  readonly position: number
  readonly at: Date
  /** The message of the note that the outbox tells of; its id is the note's. */
  readonly told: Outgoing
  readonly untoldId: string
}

type Of = Pick<Received<unknown>, 'consumer' | 'id'>
