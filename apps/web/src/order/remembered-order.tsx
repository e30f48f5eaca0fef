'use client'

import { useParams } from 'next/navigation'
import { NoOrder } from './no-order'
import { OrderView } from './order-view'
import { useAccessToken } from './use-access-token'

/** The order of this address, opened by what the browser remembers of it; without that it is said not to be here. */
export function RememberedOrder() {
  const { orderId } = useParams()
  const id = typeof orderId === 'string' ? orderId : ''
  const accessToken = useAccessToken(id, undefined)
  return accessToken ? <OrderView orderId={id} accessToken={accessToken} lab={false} /> : <NoOrder />
}
