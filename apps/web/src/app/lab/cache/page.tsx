import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { CacheView } from '~/lab/cache/cache-view'

export const metadata: Metadata = { title: 'Cache and stampede, Lab' }

/** What the gateway keeps, and a crowd that finds nothing kept, on the running system. */
export default async function CachePage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <CacheView />
      </Hydrate>
    </main>
  )
}
