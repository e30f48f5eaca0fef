import type { OrderPath } from '@switchyard/contracts/lab-operations'
import type { Subscriber } from '@switchyard/contracts/subscribers'
import Link from 'next/link'
import { StateDot } from '~/components/state-dot'
import { orderPath } from '~/paths'
import { AgeChip } from '../age-chip'
import { type Figures, heardAgain, type Told } from './events-goals'
import { HearingTable } from './hearing-table'
import { ReplayTable } from './replay-table'

interface EventsWatchProps {
  subscribers: readonly Subscriber[] | undefined
  path: OrderPath | undefined
  at: number
  told: Told | undefined
  figures: Figures
}

/** Who hears what, with what became of it at each; and what a replay changed. */
export function EventsWatch({ subscribers, path, at, told, figures }: EventsWatchProps) {
  const again = heardAgain({ path, told })
  return (
    <div className="watch">
      <div className="ph">
        {path ? (
          <p>
            Order{' '}
            <Link className="num" href={orderPath(path.orderId)}>
              {path.number}
            </Link>
            , event by event
          </p>
        ) : (
          <p className="small dim">As it is declared; order a print, and see who has heard of it.</p>
        )}
        {path && <AgeChip source="outbox rows" at={at} raw={path.messages} />}
      </div>
      {subscribers ? (
        <HearingTable subscribers={subscribers} path={path} />
      ) : (
        <p className="small dim">Not known: the gateway could not be asked.</p>
      )}
      <h3>Told again</h3>
      <div role="status">
        {told ? (
          <StateDot state={again.heard === again.all ? 'ok' : 'work'}>
            <span className="num">{told.messages}</span> messages went to <code>{told.to}</code> once more; of your
            order it has heard <span className="num">{again.heard}</span> of <span className="num">{again.all}</span>
          </StateDot>
        ) : (
          <StateDot state="wait">Nothing yet</StateDot>
        )}
      </div>
      {told && <ReplayTable told={told} figures={figures} />}
    </div>
  )
}
