import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { TrustView } from '~/lab/trust/trust-view'

export const metadata: Metadata = { title: 'Trust between services, Lab' }

/** Calls past the gateway's rules, with tokens good and bad, on the running system. */
export default async function TrustPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <TrustView />
      </Hydrate>
    </main>
  )
}
