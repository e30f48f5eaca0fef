import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { EventsView } from '~/lab/events/events-view'

export const metadata: Metadata = { title: 'Publish-subscribe, Lab' }

/** Publish-subscribe and replay, on the running system. */
export default async function EventsPage() {
  await Promise.all([
    queryClient().prefetchQuery(gateway().lab.system.queryOptions({})),
    queryClient().prefetchQuery(gateway().lab.subscribers.queryOptions({})),
  ])
  return (
    <main id="main">
      <Hydrate>
        <EventsView />
      </Hydrate>
    </main>
  )
}
