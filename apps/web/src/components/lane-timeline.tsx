import type { ReactNode } from 'react'
import { formatClock } from '~/time'

/** One step of an order's way. `at` is an ISO instant; a step that is being worked on or still to come has none. */
export interface TimelineStep {
  key: string
  title: string
  state: 'done' | 'now' | 'next' | 'bad' | 'undone'
  at?: string | null
  reason?: ReactNode
  /** The process that did it. */
  who?: string | null
}

/** What happened and what comes next, in order. It announces nothing by itself: a page that moves says its state beside it. */
export function LaneTimeline({ steps }: { steps: readonly TimelineStep[] }) {
  return (
    <ol className="lt">
      {steps.map((step) => (
        <li
          key={step.key}
          className={step.state === 'done' ? '' : step.state}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span className="k" />
          <h3>{step.title}</h3>
          <Time step={step} />
          {(step.reason || step.who) && (
            <p>
              {step.reason}
              {step.reason && step.who && <br />}
              {step.who && <span className="who">{step.who}</span>}
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}

function Time({ step }: { step: TimelineStep }) {
  if (step.at) return <time dateTime={step.at}>{formatClock(step.at)}</time>
  return <span className="lt-now">{step.state === 'now' && 'now'}</span>
}
