import type { Instance } from '@switchyard/contracts/lab-operations'
import { StateDot } from '~/components/state-dot'
import { instanceStates } from '../instance-state'
import { callsPerDot, stripOf, stripSize } from '../strip-layout'
import type { QueueHistory } from './queue-history'

interface WorkerStripsProps {
  history: QueueHistory
  workers: readonly Pick<Instance, 'id' | 'state'>[]
}

/** Who takes from the queue: a strip an instance, a column a second. */
export function WorkerStrips({ history: { ticks }, workers }: WorkerStripsProps) {
  const perDot = callsPerDot(ticks)
  const doneBy = (id: string) => ticks.reduce((sum, { instances }) => sum + (instances?.[id]?.answered ?? 0), 0)
  const known = ticks.some(({ instances }) => instances)
  return (
    <div className="strips">
      {workers.map(({ id, state }) => {
        const strip = stripOf(ticks, id, perDot)
        const told = known ? `${doneBy(id)} done` : 'not known'
        return (
          <div key={id} className="strip">
            <span>
              <code>{id}</code>
              <br />
              <StateDot state={instanceStates[state].dot}>{instanceStates[state].word}</StateDot>
            </span>
            <svg
              viewBox={`0 0 ${stripSize.width} ${stripSize.height}`}
              role="img"
              aria-label={`${id}: ${told} in the last minute`}
            >
              <path className="d" d={strip.answered} />
              <path className="u" d={strip.unknown} />
            </svg>
            <span className="n">
              <b className="num">{known ? doneBy(id) : '–'}</b>
              <br />
              <span className="cap">in a minute</span>
            </span>
          </div>
        )
      })}
      <p className="cap">
        {perDot === 1 ? '1 dot = 1 mail' : `1 dot = up to ${perDot} mails`} that this instance has done with, by its own
        count once a second.
      </p>
    </div>
  )
}
