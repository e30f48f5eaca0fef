import type { Metadata } from 'next'
import { BagView } from '~/bag/bag-view'
import { gateway, Hydrate, queryClient } from '~/gateway-server'

export const metadata: Metadata = { title: 'Your bag' }

/** The bag: read on the server for whoever has one, then kept live by the browser. */
export default async function CartPage() {
  // What cannot be read now is asked for again by the browser.
  await queryClient().prefetchQuery(gateway().cart.get.queryOptions({}))
  return (
    <main id="main" className="page bag-m">
      <h1>Your bag</h1>
      <Hydrate>
        <BagView />
      </Hydrate>
    </main>
  )
}
