import type { Note, Notes, NoteWay } from '@switchyard/contracts/notebook'

/** Where a committed note is: with its reader, on the queue, only in its row, nowhere, or not known. */
export type NoteState = 'arrived' | 'arrived-again' | 'queued' | 'in-row' | 'lost' | 'unknown'

/** All notes of one way, with their counts. */
export interface NoteLane {
  notes: readonly (Note & { state: NoteState })[]
  arrived: number
  /** Arrived, and put on the queue more than once for it. */
  again: number
  lost: number
  /** Neither arrived nor lost. */
  open: number
  /** From the commit of a note to its arrival, of the one that took longest. */
  longestMs: number | null
}

/** Between commit and queue a note is nowhere for a moment, and not lost. */
const lostAfterMs = 1_500

/** The notes of one way, each with where it is. */
export function laneOf({ at, notes: all }: Notes, way: NoteWay): NoteLane {
  const notes = all.filter((note) => note.way === way).map((note) => ({ ...note, state: stateOf(note, at) }))
  const count = (...states: NoteState[]) => notes.filter(({ state }) => states.includes(state)).length
  const took = notes.flatMap(({ at, takenAt }) => (takenAt ? [Date.parse(takenAt) - Date.parse(at)] : []))
  return {
    notes,
    arrived: count('arrived', 'arrived-again'),
    again: count('arrived-again'),
    lost: count('lost'),
    open: count('queued', 'in-row', 'unknown'),
    longestMs: took.length > 0 ? Math.max(...took) : null,
  }
}

/** A lost note is one that is committed, in no queue and in no row: nobody will ever send it. */
function stateOf({ way, at: writtenAt, takenAt, sends, job }: Note, at: string): NoteState {
  if (takenAt) return sends > 1 ? 'arrived-again' : 'arrived'
  if (job === 'unknown') return way === 'outbox' ? 'in-row' : 'unknown'
  if (job !== 'gone') return 'queued'
  if (way === 'outbox') return 'in-row'
  return Date.parse(at) - Date.parse(writtenAt) < lostAfterMs ? 'queued' : 'lost'
}
