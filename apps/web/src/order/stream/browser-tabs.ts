import type { TRPCClient } from '@trpc/client'
import { failureCode, type Storefront } from '~/gateway'
import type { Browser, Message } from './order-stream'

/** What all tabs of this shop share. */
const name = 'halftone-orders'

/**
 * The browser's own means: a channel between tabs, a lock that one of them holds until it closes, the gateway's stream. Where a
 * page has no lock (no trusted origin) every tab is by itself.
 */
export function browserTabs(client: TRPCClient<Storefront>): Browser {
  const shared = 'locks' in navigator
  const channel = shared ? new BroadcastChannel(name) : undefined
  return {
    tab: crypto.randomUUID(),
    post: (message) => channel?.postMessage(message),
    listen: (hear) => channel?.addEventListener('message', ({ data }: MessageEvent<Message>) => hear(data)),
    elect: (elected) => {
      if (!shared) return elected()
      void navigator.locks.request(name, () => {
        elected()
        return new Promise(() => {})
      })
    },
    open: (orders, heard) => {
      const { unsubscribe } = client.orders.timelines.subscribe(
        { orders: [...orders] },
        {
          onData: ({ data: { orderId, entry } }) => entry && heard.entry(orderId, entry),
          onConnectionStateChange: ({ state }) => heard.stands(state === 'pending' ? 'live' : 'connecting'),
          onComplete: () => heard.stands('ended'),
          // What is not there does not come by asking again.
          onError: (error) => (failureCode(error) === 'not_found' ? heard.stands('ended') : heard.failed()),
        },
      )
      return unsubscribe
    },
    after: (ms, run) => void setTimeout(run, ms),
  }
}
