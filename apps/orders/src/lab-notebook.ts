/**
 * The lab's notebook: every note is a change like any other, and is told of in one of two ways. Both ways use one queue
 * and one consumer, and both are cut off at the same places; they differ in nothing but the row in the outbox.
 */
import type { Note } from '@switchyard/contracts/notebook'
import { orders } from '@switchyard/contracts/orders'
import type { Messaging } from '@switchyard/messaging/messaging'
import { outgoing } from '@switchyard/messaging/outbox'
import type { Handlers } from '@switchyard/rpc/implement'
import type { Clock } from '@switchyard/runtime/clock'
import { labClosed } from './lab-closed.ts'
import type { DualWrite } from './lab-dual-write.ts'
import type { NoteStore } from './lab-note-store.ts'

/** The operations of the notebook. */
export type Notebook = Pick<Handlers<typeof orders>, 'writeNotes' | 'notes'>

interface NotebookParts {
  readonly store: NoteStore
  readonly messaging: Pick<Messaging, 'handle' | 'every' | 'wake'>
  readonly dualWrite: Pick<DualWrite, 'publish' | 'states'>
  /** Ends this process at once, as a power cut would. */
  readonly die: () => void
  readonly clock: Clock
  readonly newId: () => string
}

/** A note takes its reader so long, so that there is a moment in which notes are on their way. */
const readingMs = 200
const hourMs = 3_600_000
const keptMs = 24 * hourMs
/** Of no order: it lies in no range of ids that the checker looks at. */
const aggregateId = ''

/** Opens the notebook, and has this service take the notes. */
export function openNotebook(parts: NotebookParts): Notebook {
  const { store, messaging, clock } = parts
  const read = async (received: Parameters<NoteStore['take']>[1] & { payload: { noteId: string } }) => {
    await clock.sleep(readingMs)
    await store.take({ noteId: received.payload.noteId, at: new Date(clock.now()) }, received)
  }
  messaging.handle(orders.commands.takeNote, read, { concurrency: 1 })
  messaging.every('prune-lab-notes', hourMs, () => store.prune(new Date(clock.now() - keptMs)))
  return {
    writeNotes: async ({ input: { run, notes, dieAt } }) => {
      let untold = 0
      for (let position = 1; position <= notes; position++) {
        untold += await writePair(parts, { run, position, isLast: position === dieAt })
      }
      return { untold }
    },
    notes: async ({ input: { run } }) => {
      const seen = await store.ofRun(run)
      const open = seen.filter(({ takenAt }) => takenAt === null).map(({ id }) => id)
      const states = await statesOf(parts, open)
      // Read again after the queue was asked, so that no note can be between the two.
      const notes = await store.ofRun(run)
      return {
        at: new Date(clock.now()).toISOString(),
        notes: notes.map((note) => ({ ...note, job: states.get(note.id) ?? 'gone' })),
      }
    },
  }
}

/** Where the lab is closed there is no notebook. */
export const closedNotebook: Notebook = { writeNotes: labClosed, notes: labClosed }

/** One note each way: committed, then told. Answers how many were not told. */
async function writePair(parts: NotebookParts, { run, position, isLast }: Pair): Promise<number> {
  const { store, messaging, dualWrite, die, clock, newId } = parts
  const [id, untoldId] = [newId(), newId()]
  const told = outgoing(orders.commands.takeNote, { noteId: id }, { id, aggregateId })
  await store.writePair({ run, position, at: new Date(clock.now()), told, untoldId })
  if (isLast) die()
  messaging.wake()
  return await dualWrite.publish(untoldId).then(
    () => 0,
    () => 1,
  )
}

interface Pair {
  run: string
  position: number
  isLast: boolean
}

async function statesOf({ dualWrite }: NotebookParts, ids: readonly string[]): Promise<Map<string, Note['job']>> {
  const states = await dualWrite.states(ids).catch(() => ids.map(() => 'unknown' as const))
  return new Map(ids.map((id, index) => [id, states[index] ?? 'unknown']))
}
