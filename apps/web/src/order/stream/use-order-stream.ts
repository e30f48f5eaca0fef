'use client'

import type { TimelineEntry } from '@switchyard/contracts/orders'
import { useEffect, useEffectEvent, useState } from 'react'
import { useGatewayClient } from '~/gateway-browser'
import { type Connection, isEntry } from './live-stream'
import { followLive } from './shared-stream'

/** Follows an order over the stream that all tabs of this browser share. */
export function useOrderStream(
  { orderId, accessToken }: { orderId: string; accessToken?: string },
  onEntries: (entries: readonly TimelineEntry[]) => void,
): Connection {
  const client = useGatewayClient()
  const [connection, setConnection] = useState<Connection>('connecting')
  const told = useEffectEvent(onEntries)
  useEffect(() => {
    const access = { orderId, ...(accessToken ? { accessToken } : {}) }
    return followLive(client, access, { told: (tidings) => told(tidings.filter(isEntry)), stands: setConnection })
  }, [client, orderId, accessToken])
  return connection
}
