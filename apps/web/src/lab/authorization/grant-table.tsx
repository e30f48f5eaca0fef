import { Button } from '~/components/button'
import { StateDot } from '~/components/state-dot'
import { isKept } from './authorization-goals'
import { type PromisedRow, type Role, roles } from './promised'
import type { Trial } from './trial'
import { trialKey, type useTrials } from './use-trials'

interface GrantTableProps {
  rows: readonly PromisedRow[]
  trials: ReturnType<typeof useTrials>
}

/** Operations by callers; the column of whoever asks now is marked, and each of its rows can be asked. */
export const GrantTable = ({ rows, trials }: GrantTableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <section className="scroll-x" tabIndex={0} aria-label="Who may do what">
    <table className="tb grants">
      <thead>
        <tr>
          <th>Operation</th>
          <th>Whose</th>
          <th>Ask</th>
          {roles.map((role) => (
            <th key={role} data-asks={role === trials.role || undefined}>
              {role}
              {role === trials.role && <span className="vh">, who asks now</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.operation} ${row.whose}`}>
            <td>
              <code>{row.operation}</code>
            </td>
            <td>{row.whose}</td>
            <td>
              <Ask row={row} trials={trials} />
            </td>
            {roles.map((role) => (
              <td key={role} data-asks={role === trials.role || undefined}>
                <Cell row={row} role={role} trial={trials.trials[trialKey(row, role)]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

function Ask({ row, trials }: { row: PromisedRow; trials: ReturnType<typeof useTrials> }) {
  if (row.met[trials.role] === '·') return <span className="dim">cannot be</span>
  return (
    <Button small look="quiet" onClick={() => trials.ask([row])} waiting={trials.asking && 'Asking'}>
      Ask
      <span className="vh">
        {' '}
        {row.operation}, {row.whose === '–' ? 'nobody’s' : row.whose}
      </span>
    </Button>
  )
}

function Cell({ row, role, trial }: { row: PromisedRow; role: Role; trial: Trial | undefined }) {
  const promised = row.met[role]
  if (!trial) return <span className={promised === 'yes' ? undefined : 'num dim'}>{promised}</span>
  const words = (
    <>
      {promised} <span className="num">{trial.status}</span>
    </>
  )
  return <StateDot state={isKept(trial) ? 'ok' : 'bad'}>{words}</StateDot>
}
