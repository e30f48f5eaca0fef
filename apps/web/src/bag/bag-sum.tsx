import type { Cart } from '@switchyard/contracts/pages'
import Link from 'next/link'
import { Button, buttonClass } from '~/components/button'
import { formatMoney } from '~/money'

/** What the bag comes to, and the way to check out, or why that has to wait. */
export function BagSum({ cart }: { cart: Cart }) {
  const reason = reasonToWait(cart)
  return (
    <>
      <BagTotals cart={cart} />
      {reason ? (
        <Button wide waiting={reason} />
      ) : (
        <Link className={buttonClass({ wide: true })} href="/checkout">
          Checkout
        </Link>
      )}
      <p className="cap bag-c">A bag holds no stock. We check prices and numbers when you place the order.</p>
    </>
  )
}

/** The figures alone. */
export function BagTotals({ cart }: { cart: Cart }) {
  return (
    <dl className="sum">
      <div className="tot">
        <dt>Total</dt>
        <dd className="num">{cart.total ? formatMoney(cart.total) : 'not known'}</dd>
      </div>
    </dl>
  )
}

function reasonToWait({ lines, degraded }: Cart): string | undefined {
  if (degraded.includes('stock')) return 'Waiting for the stock room'
  if (lines.some(({ title }) => title === null)) return 'Please remove what is no longer hung here'
  if (lines.some(({ available }) => available === 0)) return 'Please remove what is sold out'
  return undefined
}
