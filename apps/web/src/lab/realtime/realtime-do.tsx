import Link from 'next/link'
import { Button } from '~/components/button'
import { orderPath } from '~/paths'
import { RefusedNotice } from '../refused-notice'
import type { useRealtime } from './use-realtime'

/** An order that is followed, a stream that is cut and mended, and an order that moves on meanwhile. */
export function RealtimeDo({ live }: { live: ReturnType<typeof useRealtime> }) {
  const { orderId, isCut, next } = live
  return (
    <div className="ctl">
      <ul className="trials">
        <li>
          <Button small onClick={live.place} waiting={live.placing && 'Ordering'}>
            Order a print
          </Button>
          <span className="small dim">
            A real order of <em>Ridge No. 21</em>, in your name. This page opens a stream of its own for it.
          </span>
        </li>
        <li>
          <Button small look="quiet" onClick={live.cut} disabled={!orderId} aria-pressed={isCut}>
            {isCut ? 'Mend the stream' : 'Cut the stream'}
          </Button>
          <span className="small dim">This page’s own alone. The shop’s tabs share another, which goes on.</span>
        </li>
        <li>
          <Button small look="quiet" onClick={live.move} disabled={!next} waiting={live.moving && 'One moment'}>
            {next ? moveWords[next] : 'Ship it'}
          </Button>
          <span className="small dim">Once it is confirmed. Ship, deliver, send back: each is told in turn.</span>
        </li>
        {orderId && (
          <li>
            <Link className="btn quiet small" href={orderPath(orderId)} target="_blank">
              Open the order in another tab
            </Link>
            <span className="small dim">It opens no stream of its own: it listens to this tab.</span>
          </li>
        )}
      </ul>
      <RefusedNotice refused={live.refused} />
    </div>
  )
}

const moveWords = { shipped: 'Ship it', delivered: 'Deliver it', return: 'Send it back' }
