import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { OutboxView } from '~/lab/outbox/outbox-view'

export const metadata: Metadata = { title: 'Outbox against dual write, Lab' }

/** The outbox beside its absence, on the running system. */
export default async function OutboxPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <OutboxView />
      </Hydrate>
    </main>
  )
}
