import type { System } from '@switchyard/contracts/lab-operations'
import type { QueueCounts } from '@switchyard/contracts/trail'
import { useState } from 'react'
import { Button } from '~/components/button'
import { useNow } from '~/components/use-now'
import { formatAge } from '~/time'
import { AgeChip } from '../age-chip'
import { useHeld } from '../use-system'
import { CanaryLine } from './canary-line'
import { waitingIn } from './depth-layout'
import { DepthStrip } from './depth-strip'
import { OtherQueues } from './other-queues'
import { donePerSecond, type QueueHistory } from './queue-history'
import { queue } from './queue-load'
import type { Run } from './queue-runs'
import { RunTable } from './run-table'
import { WorkerStrips } from './worker-strips'

interface QueuesWatchProps {
  system: System | undefined
  at: number
  history: QueueHistory
  runs: readonly Run[]
}

/** The queue over a minute, its figures, who takes from it, and every run so far. */
export function QueuesWatch(props: QueuesWatchProps) {
  const [paused, setPaused] = useState(false)
  const { system, at, history, runs } = useHeld(props, paused)
  const now = useNow()
  const counts = system?.queues?.find((one) => one.queue === queue)
  const workers = system?.instances?.filter(({ service }) => service === 'orders') ?? []
  return (
    <div className="watch">
      <header className="ph">
        <h3>
          <code>{queue}</code>
        </h3>
        <AgeChip source="BullMQ, Postgres" at={at} raw={counts} />
        <div className="tools">
          <Button look="quiet" small onClick={() => setPaused(!paused)} aria-pressed={paused}>
            {paused ? 'Go on' : 'Pause'}
          </Button>
        </div>
      </header>
      {counts ? <Figures counts={counts} history={history} now={now} /> : <p className="small dim">Not known.</p>}
      <DepthStrip depths={history.depths} />
      <h3>Who takes from it</h3>
      <WorkerStrips history={history} workers={workers} />
      {counts && <CanaryLine canary={counts.canary} now={now} />}
      <OtherQueues queues={system?.queues?.filter((one) => one.queue !== queue) ?? []} />
      <h3>Your runs</h3>
      <RunTable runs={runs} />
    </div>
  )
}

interface FiguresProps {
  counts: QueueCounts
  history: QueueHistory
  now: number | null
}

function Figures({ counts, history, now }: FiguresProps) {
  const rate = donePerSecond(history)
  const age =
    counts.oldestAt === null ? 'none waits' : now === null ? '–' : formatAge(now - Date.parse(counts.oldestAt))
  const figures = [
    ['Worked on', counts.active],
    ['Waiting', waitingIn(counts)],
    ['Full at', counts.backlogMax.toLocaleString('en-GB')],
    ['Held back in Postgres', counts.held],
    ['Oldest', age],
    ['Done a second', rate === null ? 'not known' : rate.toFixed(1)],
  ] as const
  return (
    <dl className="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
