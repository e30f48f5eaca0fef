import type { TRPCClient } from '@trpc/client'
import type { Storefront } from '~/gateway'
import { browserTabs } from './browser-tabs'
import { createLiveStream } from './live-stream'

let stream: ReturnType<typeof createLiveStream> | undefined

/** This tab's part in the one stream of its browser. */
export function liveStream(client: TRPCClient<Storefront>): ReturnType<typeof createLiveStream> {
  stream ??= createLiveStream(browserTabs(client))
  return stream
}
