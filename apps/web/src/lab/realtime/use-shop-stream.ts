'use client'

import { useEffect, useEffectEvent } from 'react'
import { useGatewayClient } from '~/gateway-browser'
import type { Access, Tiding } from '~/order/stream/live-stream'
import { followLive } from '~/order/stream/shared-stream'

/** Hears of a print, and of an order once there is one, over the stream that all tabs of the shop share. */
export function useShopStream(slug: string, placed: Access | undefined, onTiding: (tiding: Tiding) => void): void {
  const client = useGatewayClient()
  const told = useEffectEvent(onTiding)
  useEffect(() => follow(client, { slug }, told), [client, slug])
  useEffect(() => (placed ? follow(client, placed, told) : undefined), [client, placed])
}

function follow(client: ReturnType<typeof useGatewayClient>, access: Access, told: (tiding: Tiding) => void) {
  return followLive(client, access, { told: (tidings) => tidings.forEach(told), stands: () => {} })
}
