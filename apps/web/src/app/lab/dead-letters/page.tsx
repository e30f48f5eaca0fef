import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { DeadLettersView } from '~/lab/dead-letters/dead-letters-view'

export const metadata: Metadata = { title: 'Dead letters, Lab' }

/** Dead letters, on the running system. */
export default async function DeadLettersLabPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <DeadLettersView />
      </Hydrate>
    </main>
  )
}
