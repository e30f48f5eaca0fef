'use client'

import type { Order } from '@switchyard/contracts/orders'
import Link from 'next/link'
import { useEffect } from 'react'
import { LaneTimeline } from '~/components/lane-timeline'
import { Notice } from '~/components/notice'
import { Seal } from '~/components/seal'
import { useNow } from '~/components/use-now'
import { orderPath } from '~/paths'
import { Bought } from './bought'
import { LiveMark } from './live-mark'
import { NoOrder } from './no-order'
import { headlineOf, sealOf } from './order-words'
import { PutBack } from './put-back'
import { rememberOrder } from './remembered-orders'
import type { Connection } from './stream/live-stream'
import { TakeBack } from './take-back'
import { isUnderWay, statusName, stepsDone, timelineSteps } from './timeline'
import { useLiveOrder } from './use-live-order'
import { WhoDidWhat } from './who-did-what'

interface OrderViewProps {
  orderId: string
  /** Opens an order that is not this visitor's own: as the address had it, or as this browser remembers it. */
  accessToken: string | undefined
  /** Whether there is a lab that could tell who did what. */
  lab: boolean
}

/** The page of one order: it moves by itself, from pending to its end. */
export function OrderView({ orderId, accessToken, lab }: OrderViewProps) {
  const { order, missing, connection } = useLiveOrder(orderId, accessToken)
  const number = order?.number
  useEffect(() => {
    if (!number || !accessToken) return
    rememberOrder({ orderId, number, accessToken })
    // Once it is remembered it leaves the address, so that no screenshot and no copied link gives it away.
    window.history.replaceState(null, '', orderPath(orderId))
  }, [orderId, number, accessToken])
  if (missing === 'not_found') return <NoOrder />
  if (missing) return <Away />
  if (!order) return <p className="dim od-h">Fetching your order.</p>
  return (
    <>
      <Head order={order} />
      <Told order={order} connection={connection} />
      <aside className="od-a" aria-label="What you bought">
        <Bought order={order} />
        <div className="row od-acts">
          {order.status === 'rejected' && <PutBack order={order} />}
          {order.cancellable && <TakeBack key="cancel" way="cancel" orderId={orderId} accessToken={accessToken} />}
          {order.returnable && <TakeBack key="return" way="return" orderId={orderId} accessToken={accessToken} />}
          {lab && (
            <Link className="more small" href="/lab">
              Follow it in the lab
            </Link>
          )}
        </div>
      </aside>
      {lab && <WhoDidWhat orderId={orderId} accessToken={accessToken} status={order.status} />}
    </>
  )
}

function Head({ order }: { order: Order }) {
  const { title, lead } = headlineOf(order)
  return (
    <header className="od-h">
      <p className="dim">
        Order <span className="num">{order.number}</span>
      </p>
      <h1>{title}</h1>
      <p className="lead">{lead}</p>
    </header>
  )
}

/** The seal and the timeline. Only the state is announced: times and reasons would never stop talking. */
function Told({ order, connection }: { order: Order; connection: Connection }) {
  const now = useNow()
  const last = order.timeline.at(-1)
  const waitedMs = now !== null && last ? now - Date.parse(last.at) : 0
  return (
    <>
      <div className="od-s">
        <Seal {...sealOf(order)} done={stepsDone(order.timeline)} working={isUnderWay(order.status)} />
        <LiveMark connection={connection} lastSeq={last?.seq} />
      </div>
      <section className="od-t" aria-labelledby="happened">
        <h2 id="happened" className="vh">
          What happened
        </h2>
        <p className="vh" role="status">
          {statusName[order.status]}
        </p>
        <LaneTimeline steps={timelineSteps(order, waitedMs)} />
      </section>
    </>
  )
}

const Away = () => (
  <div className="od-h">
    <h1>Your order</h1>
    <Notice tone="warn" role="status" title="We cannot see your order right now">
      It is safe, and it goes on without this page. We ask again by ourselves.
    </Notice>
  </div>
)
