import type { Metadata } from 'next'
import { SalesView } from '~/office/sales-view'

export const metadata: Metadata = { title: 'Sales, Office' }

/** What was sold; asked for by the browser alone, for it has the badge. */
export default function SalesPage() {
  return (
    <main id="main">
      <SalesView />
    </main>
  )
}
