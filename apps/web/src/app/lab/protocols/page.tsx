import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { ProtocolsView } from '~/lab/protocols/protocols-view'

export const metadata: Metadata = { title: 'Protocols, Lab' }

/** The same call three ways, on the running system. */
export default async function ProtocolsPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <ProtocolsView />
      </Hydrate>
    </main>
  )
}
