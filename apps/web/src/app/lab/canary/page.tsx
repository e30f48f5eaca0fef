import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { CanaryView } from '~/lab/canary/canary-view'

export const metadata: Metadata = { title: 'Canary, Lab' }

/** A new version beside the old one: its part of the calls, pins, and its end when it fails. */
export default async function CanaryPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <CanaryView />
      </Hydrate>
    </main>
  )
}
