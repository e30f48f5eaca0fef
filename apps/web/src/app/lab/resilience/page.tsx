import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { ResilienceView } from '~/lab/resilience/resilience-view'

export const metadata: Metadata = { title: 'Timeouts, retries, breaker, Lab' }

/** The patterns around a call, on the running system. */
export default async function ResiliencePage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <ResilienceView />
      </Hydrate>
    </main>
  )
}
