import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { RateLimitView } from '~/lab/rate-limit/rate-limit-view'

export const metadata: Metadata = { title: 'Rate limit, Lab' }

/** More requests than one caller may send, on the running system. */
export default async function RateLimitPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <RateLimitView />
      </Hydrate>
    </main>
  )
}
