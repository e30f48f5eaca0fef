/**
 * The lab's notebook: notes that matter to nobody, each written down and then told of in one of two ways, so that what
 * becomes of either can be seen while Redis or a process fails.
 */
import { z } from 'zod'
import { command, mutation, query } from './contract.ts'
import { MessageTrail } from './trail.ts'
import { Instant } from './values.ts'

/** By a row of the outbox, written with the note; or straight to the queue, once the note is committed. */
export const NoteWay = z.enum(['outbox', 'dual-write'])
export type NoteWay = z.infer<typeof NoteWay>

const notesMax = 20

/** So many notes each way, in pairs; `dieAt` ends the process after the commit of that pair, before anything is told. */
export const WriteNotes = z.strictObject({
  run: z.uuid(),
  notes: z.int().min(1).max(notesMax),
  dieAt: z.int().min(1).max(notesMax).optional(),
})
export type WriteNotes = z.infer<typeof WriteNotes>

/** `untold`: notes that were committed and that the queue then did not take. */
export const WrittenNotes = z.object({ untold: z.int() })

/** A note that was committed, and what became of telling it. */
export const Note = z.object({
  id: z.uuid(),
  way: NoteWay,
  position: z.int().positive(),
  at: Instant,
  takenAt: Instant.nullable(),
  /** How often it was put on the queue; known of the outbox alone. */
  sends: z.int(),
  /** What BullMQ says of its job now. */
  job: MessageTrail.shape.deliveries.element.shape.job,
})
export type Note = z.infer<typeof Note>

/** All of one run, as of `at`. */
export const Notes = z.object({ at: Instant, notes: z.array(Note) })
export type Notes = z.infer<typeof Notes>

const lab = { callers: ['service'], failures: ['not_found'] } as const

/** What a service with a notebook offers; where the lab is closed, none of it is there. */
export const notebookOperations = {
  writeNotes: mutation(WriteNotes, WrittenNotes, { ...lab, idempotency: 'never', deadlineMs: 10_000 }),
  notes: query(z.strictObject({ run: z.uuid() }), Notes, lab),
}

/** Tells of a note, whichever way. */
export const takeNote = command(z.object({ noteId: z.uuid() }))
