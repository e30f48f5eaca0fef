import type { TRPCClient } from '@trpc/client'
import type { Storefront } from '~/gateway'
import { browserTabs } from './browser-tabs'
import { type Access, createLiveStream, type Follower } from './live-stream'

let stream: ReturnType<typeof createLiveStream> | undefined

/** This tab's part in the one stream of its browser. */
function liveStream(client: TRPCClient<Storefront>): ReturnType<typeof createLiveStream> {
  stream ??= createLiveStream(browserTabs(client))
  return stream
}

/** Hears of an order or a print over it until the answer is called, and makes room for another tab when the page goes. */
export function followLive(client: TRPCClient<Storefront>, access: Access, follower: Follower): () => void {
  const { follow, leave } = liveStream(client)
  const unfollow = follow(access, follower)
  window.addEventListener('pagehide', leave)
  return () => {
    window.removeEventListener('pagehide', leave)
    unfollow()
  }
}
