import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { MadeStrip } from '~/components/made-strip'
import { env } from '~/env'
import { failureCode } from '~/gateway'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { OrderView } from '~/order/order-view'

export const metadata: Metadata = { title: 'Your order', robots: { index: false } }

/** An order: first as the server sees it, for this visitor's cookie or the address's token, then live in the browser. */
export default async function OrderPage({ params, searchParams }: PageProps<'/orders/[orderId]'>) {
  const [{ orderId }, query] = await Promise.all([params, searchParams])
  if (!uuid.test(orderId)) notFound()
  const accessToken = typeof query.accessToken === 'string' ? query.accessToken : undefined
  await readOrder(accessToken ? { orderId, accessToken } : { orderId })
  return (
    <>
      <main id="main" className="page od">
        <Hydrate>
          <OrderView orderId={orderId} accessToken={accessToken} lab={env().labEnabled} />
        </Hydrate>
      </main>
      <MadeStrip />
    </>
  )
}

/** Asked once, for the browser to start with. One that is not there ends in the page for that; one that cannot be read now is asked for again by the browser. */
async function readOrder(access: { orderId: string; accessToken?: string }): Promise<void> {
  try {
    await queryClient().fetchQuery(gateway().orders.byId.queryOptions(access))
  } catch (error) {
    if (failureCode(error) === 'not_found') notFound()
  }
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
