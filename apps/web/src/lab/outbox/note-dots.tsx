import type { NoteLane, NoteState } from './note-lane'

/** One dot a note, in the order in which they were committed. */
export const NoteDots = ({ lane, label }: { lane: NoteLane; label: string }) => (
  <div className="note-dots" role="img" aria-label={`${label}: ${inWords(lane)}`}>
    {lane.notes.map(({ id, state }) => (
      <i key={id} data-s={state} />
    ))}
  </div>
)

/** What the dots mean. */
export const NoteLegend = () => (
  <p className="legend note-legend">
    <span>1 dot = 1 note</span>
    {entries.map(([state, word]) => (
      <span key={state} className="note-dots">
        <i data-s={state} /> {word}
      </span>
    ))}
  </p>
)

/** What is said of a note in each state. */
export const noteWords: Readonly<Record<NoteState, string>> = {
  arrived: 'arrived',
  'arrived-again': 'arrived, sent again for it',
  queued: 'on the queue',
  'in-row': 'safe in its row',
  unknown: 'not known while Redis is away',
  lost: 'lost: in no queue and no row',
}

const entries = Object.entries(noteWords) as [NoteState, string][]

function inWords({ notes }: NoteLane): string {
  const parts = entries.map(([state, word]) => [notes.filter((note) => note.state === state).length, word])
  return (
    parts
      .filter(([count]) => count !== 0)
      .map((part) => part.join(' '))
      .join(', ') || 'none yet'
  )
}
