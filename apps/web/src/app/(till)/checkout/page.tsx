import type { Metadata } from 'next'
import { CheckoutView } from '~/checkout/checkout-view'
import { gateway, Hydrate, queryClient } from '~/gateway-server'

export const metadata: Metadata = { title: 'Check out' }

/** Guest checkout; the step stands in the address. */
export default async function CheckoutPage() {
  await queryClient().prefetchQuery(gateway().cart.get.queryOptions({}))
  return (
    <main id="main" className="page co">
      <Hydrate>
        <CheckoutView />
      </Hydrate>
    </main>
  )
}
