import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { QueuesView } from '~/lab/queues/queues-view'

export const metadata: Metadata = { title: 'Queues and back-pressure, Lab' }

/** Queues, competing workers and back-pressure, on the running system. */
export default async function QueuesPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <QueuesView />
      </Hydrate>
    </main>
  )
}
