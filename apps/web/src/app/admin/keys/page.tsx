import type { Metadata } from 'next'
import { KeysView } from '~/office/keys-view'

export const metadata: Metadata = { title: 'API keys, Office' }

/** The keys of partners; asked for by the browser alone, for it has the pass. */
export default function KeysPage() {
  return (
    <main id="main">
      <KeysView />
    </main>
  )
}
