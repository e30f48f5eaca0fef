import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { BalancingView } from '~/lab/balancing/balancing-view'

export const metadata: Metadata = { title: 'Load balancing, Lab' }

/** The pattern of load balancing, on the running system. */
export default async function BalancingPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <BalancingView />
      </Hydrate>
    </main>
  )
}
