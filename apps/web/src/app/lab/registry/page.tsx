import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { RegistryView } from '~/lab/registry/registry-view'

export const metadata: Metadata = { title: 'Registry, Lab' }

/** The pattern of the registry, on the running system. */
export default async function RegistryPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <RegistryView />
      </Hydrate>
    </main>
  )
}
