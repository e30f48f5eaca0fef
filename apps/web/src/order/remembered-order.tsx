'use client'

import { useParams } from 'next/navigation'
import { NoOrder } from './no-order'
import { OrderView } from './order-view'
import { useRememberedToken } from './use-remembered-token'

/** The order of this address, opened by what the browser remembers of it; without that it is said not to be here. */
export function RememberedOrder() {
  const { orderId } = useParams()
  const id = typeof orderId === 'string' ? orderId : ''
  const accessToken = useRememberedToken(id)
  return accessToken ? <OrderView orderId={id} accessToken={accessToken} lab={false} /> : <NoOrder />
}
