import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { AggregationView } from '~/lab/aggregation/aggregation-view'

export const metadata: Metadata = { title: 'One call a page, Lab' }

/** What one call of a page leads to, on the running system. */
export default async function AggregationPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <AggregationView />
      </Hydrate>
    </main>
  )
}
