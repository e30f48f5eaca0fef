import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { LabView } from '~/lab/lab-view'

export const metadata: Metadata = { title: 'Lab' }

/** The lab: begins with what the server sees, then asks every second. */
export default async function LabPage() {
  await queryClient().prefetchQuery(gateway().lab.system.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <LabView />
      </Hydrate>
    </main>
  )
}
