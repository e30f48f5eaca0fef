'use client'

import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useGateway } from '~/gateway-browser'
import { type RememberedOrder, rememberedOrders } from '~/order/remembered-orders'

/** The newest order of this browser: remembered here, else the newest that the shop knows of this guest. */
export function useLastOrder(): { orderId: string; accessToken?: string } | undefined {
  const text = useSyncExternalStore(onStorage, newest, () => '')
  const remembered = text ? (JSON.parse(text) as RememberedOrder) : undefined
  const gateway = useGateway()
  const { data } = useQuery({ ...gateway.orders.list.queryOptions({ limit: 1 }), enabled: !remembered })
  if (remembered) return { orderId: remembered.orderId, accessToken: remembered.accessToken }
  const [listed] = data?.items ?? []
  return listed && { orderId: listed.orderId }
}

/** As text, since a store's snapshot must stay the same while nothing changes. */
function newest(): string {
  const [order] = rememberedOrders()
  return order ? JSON.stringify(order) : ''
}

/** Another tab has placed an order. */
function onStorage(notice: () => void) {
  window.addEventListener('storage', notice)
  return () => window.removeEventListener('storage', notice)
}
