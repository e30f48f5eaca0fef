import type { Metadata } from 'next'
import { AccountFrame } from '~/account/account-frame'
import { personHere } from '~/account/who-is-here'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { OrderList } from '~/order/order-list'

export const metadata: Metadata = { title: 'Your orders' }

/** All orders of whoever is signed in, from whatever browser they were placed. */
export default async function AccountOrdersPage() {
  const person = await personHere('/account/orders')
  await queryClient().prefetchQuery(gateway().orders.list.queryOptions({}))
  return (
    <AccountFrame person={person} title="Your orders">
      <Hydrate>
        <OrderList empty="Orders that you place while you are signed in hang here." />
      </Hydrate>
    </AccountFrame>
  )
}
