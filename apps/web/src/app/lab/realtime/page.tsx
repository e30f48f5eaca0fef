import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { RealtimeView } from '~/lab/realtime/realtime-view'

export const metadata: Metadata = { title: 'Live streams, Lab' }

/** A stream that is cut while an order moves on, on the running system. */
export default async function RealtimePage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <RealtimeView />
      </Hydrate>
    </main>
  )
}
