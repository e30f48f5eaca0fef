import type { Metadata } from 'next'
import { PricesView } from '~/office/prices-view'

export const metadata: Metadata = { title: 'Prices, Office' }

/** What prints cost; asked for by the browser alone, for it has the pass. */
export default function PricesPage() {
  return (
    <main id="main">
      <PricesView />
    </main>
  )
}
