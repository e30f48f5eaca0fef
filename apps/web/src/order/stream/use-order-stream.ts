'use client'

import type { TimelineEntry } from '@switchyard/contracts/orders'
import { useEffect, useEffectEvent, useState } from 'react'
import { useGatewayClient } from '~/gateway-browser'
import { type Connection, isEntry } from './live-stream'
import { liveStream } from './shared-stream'

/** Follows an order over the stream that all tabs of this browser share. */
export function useOrderStream(
  { orderId, accessToken }: { orderId: string; accessToken?: string },
  onEntries: (entries: readonly TimelineEntry[]) => void,
): Connection {
  const client = useGatewayClient()
  const [connection, setConnection] = useState<Connection>('connecting')
  const told = useEffectEvent(onEntries)
  useEffect(() => {
    const { follow, leave } = liveStream(client)
    const unfollow = follow(
      { orderId, ...(accessToken ? { accessToken } : {}) },
      { told: (tidings) => told(tidings.filter(isEntry)), stands: setConnection },
    )
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      unfollow()
    }
  }, [client, orderId, accessToken])
  return connection
}
