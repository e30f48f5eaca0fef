import { type DotState, StateDot } from '~/components/state-dot'
import { noteWords } from './note-dots'
import type { NoteLane, NoteState } from './note-lane'

/** The same as the dots, pair by pair. */
export const NoteTable = ({ outbox, dual }: { outbox: NoteLane; dual: NoteLane }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <section className="scroll-x" tabIndex={0} aria-label="Notes as a table">
    <table className="tb">
      <thead>
        <tr>
          <th>Pair</th>
          <th>With an outbox</th>
          <th className="n">Sent</th>
          <th className="n">After ms</th>
          <th>Without</th>
          <th className="n">After ms</th>
        </tr>
      </thead>
      <tbody>
        {outbox.notes.map((note, index) => (
          <tr key={note.id}>
            <td className="num">{note.position}</td>
            <Standing state={note.state} />
            <td className="n num">{note.sends}</td>
            <After note={note} />
            <Standing state={dual.notes[index]?.state ?? 'unknown'} />
            <After note={dual.notes[index]} />
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const Standing = ({ state }: { state: NoteState }) => (
  <td>
    <StateDot state={dots[state]}>{noteWords[state].split(':')[0]}</StateDot>
  </td>
)

const After = ({ note }: { note: NoteLane['notes'][number] | undefined }) => (
  <td className="n num">{note?.takenAt ? Date.parse(note.takenAt) - Date.parse(note.at) : '–'}</td>
)

const dots: Readonly<Record<NoteState, DotState>> = {
  arrived: 'ok',
  'arrived-again': 'ok',
  queued: 'work',
  'in-row': 'off',
  unknown: 'wait',
  lost: 'bad',
}
