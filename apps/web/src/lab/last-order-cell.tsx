import type { OrderPath } from '@switchyard/contracts/lab-operations'
import Link from 'next/link'
import { Lanes } from '~/components/lanes'
import { type DotState, StateDot } from '~/components/state-dot'
import { sagaLanes } from '~/order/saga-lanes'
import { orderPath } from '~/paths'
import { formatClock } from '~/time'
import { AgeChip } from './age-chip'
import type { LastOrderPath } from './use-order-path'

/** The saga of the newest order: its steps by their own times, and what became of the stock. */
export function LastOrderCell({ last }: { last: LastOrderPath }) {
  const { path, none, at } = last
  return (
    <section className="lab-saga" aria-labelledby="saga">
      <header className="ph">
        <h2 id="saga">
          Your last order
          {path && (
            <>
              {', '}
              <Link className="num" href={orderPath(path.orderId)}>
                {path.number}
              </Link>
            </>
          )}
        </h2>
        {path && <AgeChip source="saga rows" at={at} raw={path.saga} />}
      </header>
      {none && (
        <p className="small dim">
          Nothing was ordered in this browser yet. <Link href="/prints">Choose a print</Link> and its path is drawn
          here.
        </p>
      )}
      {path && <Saga path={path} at={at} />}
    </section>
  )
}

function Saga({ path, at }: { path: OrderPath; at: number }) {
  return (
    <>
      <Lanes {...sagaLanes(path, at)} />
      <ul className="saga-l small">
        {path.saga.steps.map((step) => (
          <li key={step.name}>
            <StateDot state={stepDots[step.state]}>
              {step.name} <span className="dim">{step.state}</span>
            </StateDot>
            <span className="num dim">{took(step)}</span>
          </li>
        ))}
        <li>
          <StateDot state={path.stock ? 'ok' : 'off'}>
            stock <span className="dim">{path.stock?.state ?? 'not known'}</span>
          </StateDot>
          {path.stock?.state === 'held' && path.stock.expiresAt && (
            <span className="num dim">until {formatClock(path.stock.expiresAt).slice(0, 8)}</span>
          )}
        </li>
      </ul>
      <p className="cap">Solid steps went forward, outlined steps were refused or undone.</p>
    </>
  )
}

const stepDots: Record<OrderPath['saga']['steps'][number]['state'], DotState> = {
  waiting: 'wait',
  running: 'work',
  done: 'ok',
  refused: 'bad',
  undoing: 'half',
  undone: 'off',
}

/** Of an undone step the rows keep the end of its undoing, so how long it took can no longer be told. */
function took({ state, startedAt, endedAt }: OrderPath['saga']['steps'][number]): string {
  if (!startedAt || !endedAt || state === 'undone') return ''
  return `${Date.parse(endedAt) - Date.parse(startedAt)} ms`
}
