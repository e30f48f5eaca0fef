import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { InboxView } from '~/lab/inbox/inbox-view'

export const metadata: Metadata = { title: 'Inbox, Lab' }

/** Messages that come more than once, on the running system. */
export default async function InboxPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <InboxView />
      </Hydrate>
    </main>
  )
}
