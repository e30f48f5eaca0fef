import { StateDot } from '~/components/state-dot'
import { formatClock } from '~/time'
import type { KeptGoal } from './goals'

/** Goals that tick themselves: each with the moment in which it was seen, or how far it is. */
export function GoalList({ goals }: { goals: readonly KeptGoal[] }) {
  return (
    <ul className="goals">
      {goals.map(({ key, text, figure, seenAt }) => (
        <li key={key}>
          <StateDot state={seenAt === null ? 'wait' : 'ok'}>
            {text}
            {seenAt !== null && <span className="vh">: seen</span>}
          </StateDot>
          <span className="num dimmer">{seenAt === null ? (figure ?? '–') : momentOf(seenAt)}</span>
        </li>
      ))}
    </ul>
  )
}

/** To a tenth of a second. */
const momentOf = (at: number) => formatClock(new Date(at).toISOString()).slice(0, -2)
