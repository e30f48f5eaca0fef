import type { Metadata } from 'next'
import { whoIsHere } from '~/account/who-is-here'
import { CheckoutView } from '~/checkout/checkout-view'
import { type KnownBuyer, plainAddress } from '~/checkout/draft'
import { gateway, Hydrate, queryClient } from '~/gateway-server'

export const metadata: Metadata = { title: 'Check out' }

/** The checkout, for guests and for whoever is signed in; the step stands in the address. */
export default async function CheckoutPage() {
  const [known] = await Promise.all([
    // Who cannot be recognized right now fills in the form.
    knownBuyer().catch(() => null),
    queryClient().prefetchQuery(gateway().cart.get.queryOptions({})),
  ])
  return (
    <main id="main" className="page co">
      <Hydrate>
        <CheckoutView known={known} />
      </Hydrate>
    </main>
  )
}

async function knownBuyer(): Promise<KnownBuyer | null> {
  const person = await whoIsHere()
  if (!person) return null
  const book = await queryClient().fetchQuery(gateway().account.addresses.queryOptions({}))
  const { name, email } = person
  return {
    contact: { name, email },
    addresses: book.map((saved) => ({ id: saved.id, ...plainAddress(saved) })),
  }
}
