import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { SheddingView } from '~/lab/shedding/shedding-view'

export const metadata: Metadata = { title: 'Load shedding, Lab' }

/** More than can be answered at once, at a door of one's own. */
export default async function SheddingPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <SheddingView />
      </Hydrate>
    </main>
  )
}
