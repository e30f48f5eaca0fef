'use client'

import { useEffect, useEffectEvent } from 'react'
import { useGatewayClient } from '~/gateway-browser'
import type { Access, Tiding } from '~/order/stream/live-stream'
import { liveStream } from '~/order/stream/shared-stream'

/** Hears of a print, and of an order once there is one, over the stream that all tabs of the shop share. */
export function useShopStream(slug: string, placed: Access | undefined, onTiding: (tiding: Tiding) => void): void {
  const client = useGatewayClient()
  const told = useEffectEvent(onTiding)
  useEffect(() => follow(client, { slug }, told), [client, slug])
  useEffect(() => (placed ? follow(client, placed, told) : undefined), [client, placed])
}

function follow(client: ReturnType<typeof useGatewayClient>, access: Access, told: (tiding: Tiding) => void) {
  const stream = liveStream(client)
  const unfollow = stream.follow(access, { told: (tidings) => tidings.forEach(told), stands: () => {} })
  window.addEventListener('pagehide', stream.leave)
  return () => {
    window.removeEventListener('pagehide', stream.leave)
    unfollow()
  }
}
