import type { TRPCClient } from '@trpc/client'
import { failureCode, type Storefront } from '~/gateway'
import type { Browser, Message } from './live-stream'

/** What all tabs of this shop share. */
const name = 'halftone-live'

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
    open: (wants, heard) => {
      const { unsubscribe } = client.live.follow.subscribe(
        {
          orders: wants.filter((one) => 'orderId' in one),
          prints: wants.filter((one) => 'slug' in one).map(({ slug }) => slug),
        },
        {
          onData: ({ data: { order, print } }) => {
            if (order?.entry) heard.told(order.orderId, order.entry)
            if (print) heard.told(print.slug, print)
          },
          onConnectionStateChange: ({ state }) => heard.stands(state === 'pending' ? 'live' : 'connecting'),
          onComplete: () => heard.stands('ended'),
          onError: (error) => {
            const code = failureCode(error)
            // What is not there does not come by asking again.
            if (code === 'not_found') heard.stands('ended')
            else heard.failed(code === 'rate_limited' ? 'full' : undefined)
          },
        },
      )
      return unsubscribe
    },
    after: (ms, run) => void setTimeout(run, ms),
  }
}

/** How many tabs share the stream: one holds its lock, the others wait for it. `null` where a browser does not tell. */
export async function tabsOnStream(): Promise<number | null> {
  if (!('locks' in navigator)) return null
  const { held = [], pending = [] } = await navigator.locks.query()
  return [...held, ...pending].filter((lock) => lock.name === name).length
}
