import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { IdempotencyView } from '~/lab/idempotency/idempotency-view'

export const metadata: Metadata = { title: 'Idempotent requests, Lab' }

/** Requests that are sent more than once, on the running system. */
export default async function IdempotencyPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <IdempotencyView />
      </Hydrate>
    </main>
  )
}
