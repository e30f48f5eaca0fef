import type { OrderPath } from '@switchyard/contracts/lab-operations'
import Link from 'next/link'
import { type DotState, StateDot } from '~/components/state-dot'
import { statusName } from '~/order/timeline'
import { orderPath } from '~/paths'
import { AgeChip } from '../age-chip'

/** The orders that were placed meanwhile, through the shop's own outboxes, and how many of their messages were sent again. */
export const OrdersBeside = ({ orders, at }: { orders: readonly OrderPath[]; at: number }) => (
  <section aria-label="Orders placed meanwhile">
    <div className="ph">
      <h3>Orders placed meanwhile</h3>
      <AgeChip source="orders, outbox rows" at={at} raw={orders} />
    </div>
    {orders.length === 0 && <p className="small dim">They are placed once the notes are written.</p>}
    <ul className="beside">
      {orders.map(({ orderId, number, status, messages }) => {
        const deliveries = messages.flatMap((message) => message.deliveries)
        const again = deliveries.filter(({ sends }) => sends > 1).length
        return (
          <li key={orderId}>
            <Link className="num" href={orderPath(orderId)}>
              {number}
            </Link>
            <StateDot state={dotOf(status)}>{statusName[status]}</StateDot>
            <span className="num dim">
              {deliveries.length} deliveries, {again} sent again
            </span>
          </li>
        )
      })}
    </ul>
  </section>
)

const dotOf = (status: OrderPath['status']): DotState =>
  status === 'confirmed' ? 'ok' : status === 'rejected' || status === 'cancelled' ? 'bad' : 'work'
