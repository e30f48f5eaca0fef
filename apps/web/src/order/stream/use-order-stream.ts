'use client'

import type { TimelineEntry } from '@switchyard/contracts/orders'
import { useEffect, useEffectEvent, useState } from 'react'
import { useGatewayClient } from '~/gateway-browser'
import { browserTabs } from './browser-tabs'
import { type Access, type Connection, createOrderStream } from './order-stream'

let stream: ReturnType<typeof createOrderStream> | undefined

/** Follows an order over the stream that all tabs of this browser share. */
export function useOrderStream(
  { orderId, accessToken }: Access,
  onEntries: (entries: readonly TimelineEntry[]) => void,
): Connection {
  const client = useGatewayClient()
  const [connection, setConnection] = useState<Connection>('connecting')
  const told = useEffectEvent(onEntries)
  useEffect(() => {
    stream ??= createOrderStream(browserTabs(client))
    const { follow, leave } = stream
    const unfollow = follow(
      { orderId, ...(accessToken ? { accessToken } : {}) },
      { entries: told, stands: setConnection },
    )
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      unfollow()
    }
  }, [client, orderId, accessToken])
  return connection
}
