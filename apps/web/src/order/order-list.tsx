'use client'

import type { OrderSummary } from '@switchyard/contracts/orders'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { BareWall } from '~/components/bare-wall'
import { buttonClass } from '~/components/button'
import { Notice } from '~/components/notice'
import { type DotState, StateDot } from '~/components/state-dot'
import { useGateway } from '~/gateway-browser'
import { formatMoney } from '~/money'
import { orderPath } from '~/paths'
import { formatDay } from '~/time'
import { LagChip } from './lag-chip'
import { isUnderWay, statusName } from './timeline'

/** The orders of this visitor, the newest first; `empty` says where they would come from. */
export function OrderList({ empty = 'Orders placed in this browser hang here.' }: { empty?: string }) {
  const gateway = useGateway()
  const { data, isError } = useQuery({
    ...gateway.orders.list.queryOptions({}),
    refetchInterval: ({ state }) =>
      state.error || state.data?.lag.waiting || state.data?.items.some(({ status }) => isUnderWay(status))
        ? 3_000
        : false,
  })
  if (isError && !data) {
    return (
      <Notice tone="warn" role="status" title="We cannot see your orders right now">
        They are safe. We ask again by ourselves.
      </Notice>
    )
  }
  if (!data) return null
  if (data.items.length === 0 && data.lag.waiting === 0) return <NoOrders>{empty}</NoOrders>
  return (
    <>
      <Orders items={data.items} />
      <div className="mt">
        <LagChip source="order history" lag={data.lag} />
      </div>
    </>
  )
}

function Orders({ items }: { items: readonly OrderSummary[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="scroll-x" tabIndex={0} aria-label="Your orders">
      <table className="tb">
        <thead>
          <tr>
            <th>Order</th>
            <th>State</th>
            <th>Placed</th>
            <th className="n">Total</th>
          </tr>
        </thead>
        <tbody>
          {items.map((order) => (
            <tr key={order.orderId}>
              <td>
                <Link href={orderPath(order.orderId)}>
                  <code>{order.number}</code>
                </Link>
              </td>
              <td>
                <StateDot state={dots[order.status] ?? 'work'}>{statusName[order.status]}</StateDot>
              </td>
              <td>{formatDay(order.placedAt)}</td>
              <td className="n num">{formatMoney(order.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const dots: Record<string, DotState> = {
  confirmed: 'ok',
  shipped: 'ok',
  delivered: 'ok',
  rejected: 'bad',
  cancelled: 'off',
  returned: 'off',
}

const NoOrders = ({ children }: { children: string }) => (
  <BareWall
    title="Nothing ordered yet"
    action={
      <Link className={buttonClass({ look: 'quiet' })} href="/prints">
        See the prints
      </Link>
    }
  >
    {children}
  </BareWall>
)
