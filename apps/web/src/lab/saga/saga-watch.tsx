import type { OrderPath } from '@switchyard/contracts/lab-operations'
import Link from 'next/link'
import { Lanes } from '~/components/lanes'
import { type DotState, StateDot } from '~/components/state-dot'
import { sagaLanes } from '~/order/saga-lanes'
import { statusName } from '~/order/timeline'
import { orderPath } from '~/paths'
import { AgeChip } from '../age-chip'
import type { Tried } from './saga-goals'

/** The saga's rows as a table, its messages as lanes, and what inventory has in its books. */
export function SagaWatch({ tried, at }: { tried: Tried | undefined; at: number }) {
  if (!tried) return <p className="small dim">Order a print, and its saga is drawn here as it goes.</p>
  const { path } = tried
  return (
    <div className="watch">
      <div className="ph">
        <p>
          Order{' '}
          <Link className="num" href={orderPath(path.orderId)}>
            {path.number}
          </Link>
          {': '}
          <output aria-label="Status">{statusName[path.status]}</output>, its saga is {sagaWords[path.saga.state]}
        </p>
        <AgeChip source="saga rows" at={at} raw={path.saga} />
      </div>
      <StepTable steps={path.saga.steps} stock={path.stock?.state} />
      <Lanes {...sagaLanes(path, at)} />
      <p className="cap">Solid steps went forward, outlined steps were refused or undone.</p>
    </div>
  )
}

function StepTable({ steps, stock }: { steps: OrderPath['saga']['steps']; stock: string | undefined }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="scroll-x" tabIndex={0} aria-label="Steps">
      <table className="tb">
        <thead>
          <tr>
            <th>Step</th>
            <th>Done by</th>
            <th>Stands</th>
            <th>Taken back by</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ name, service, state }) => (
            <tr key={name}>
              <td>
                {name}
                {name === 'charge' && <span className="dim">, the pivot</span>}
              </td>
              <td>
                <code>{service}</code>
              </td>
              <td>
                <StateDot state={dots[state]}>{state}</StateDot>
              </td>
              <td className="dim">{undoWords[name]}</td>
            </tr>
          ))}
          <tr>
            <td className="dim">the stock</td>
            <td>
              <code>inventory</code>
            </td>
            <td>{stock ?? 'not known'}</td>
            <td />
          </tr>
        </tbody>
      </table>
    </section>
  )
}

const sagaWords: Record<OrderPath['saga']['state'], string> = {
  running: 'going forward',
  undoing: 'on its way back',
  done: 'at its end',
  undone: 'undone',
}

const dots: Record<OrderPath['saga']['steps'][number]['state'], DotState> = {
  waiting: 'wait',
  running: 'work',
  done: 'ok',
  refused: 'bad',
  undoing: 'half',
  undone: 'off',
}

const undoWords: Record<string, string> = { reserve: 'release', charge: 'refund', commit: 'release, of what was sold' }
