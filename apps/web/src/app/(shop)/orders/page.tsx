import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { OrderList } from '~/order/order-list'

export const metadata: Metadata = { title: 'Your orders' }

/** The orders of this visitor. */
export default async function OrdersPage() {
  await queryClient().prefetchQuery(gateway().orders.list.queryOptions({}))
  return (
    <main id="main" className="page bag-m">
      <h1>Your orders</h1>
      <Hydrate>
        <OrderList />
      </Hydrate>
    </main>
  )
}
