import type { Metadata } from 'next'
import { Suspense } from 'react'
import { DeadLettersView } from '~/office/dead-letters-view'

export const metadata: Metadata = { title: 'Dead letters, Office' }

/** Dead letters of all services; asked for by the browser alone, for it has the badge. */
export default function DeadLettersPage() {
  return (
    <main id="main">
      <Suspense>
        <DeadLettersView />
      </Suspense>
    </main>
  )
}
