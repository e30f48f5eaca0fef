import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { VersionsView } from '~/lab/versions/versions-view'

export const metadata: Metadata = { title: 'Versions, Lab' }

/** One call in two versions, and an old client that goes on, on the running system. */
export default async function VersionsPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <VersionsView />
      </Hydrate>
    </main>
  )
}
