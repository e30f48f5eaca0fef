import type { Metadata } from 'next'
import { AccountFrame } from '~/account/account-frame'
import { AddressBook } from '~/account/address-book'
import { personHere } from '~/account/who-is-here'
import { gateway, Hydrate, queryClient } from '~/gateway-server'

export const metadata: Metadata = { title: 'Your addresses' }

/** Where prints may go. */
export default async function AddressesPage() {
  const person = await personHere('/account/addresses')
  await queryClient().prefetchQuery(gateway().account.addresses.queryOptions({}))
  return (
    <AccountFrame person={person} title="Your addresses">
      <Hydrate>
        <AddressBook name={person.name} />
      </Hydrate>
    </AccountFrame>
  )
}
