'use client'

import type { Order } from '@switchyard/contracts/orders'
import Link from 'next/link'
import { useState } from 'react'
import { useBag } from '~/bag/bag-provider'
import { Button, buttonClass } from '~/components/button'
import { Notice } from '~/components/notice'

/** One way on after a rejected order: its prints back into the bag, or, when they are gone, to what is left. */
export function PutBack({ order }: { order: Order }) {
  const bag = useBag()
  const [done, setDone] = useState(false)
  const [failed, setFailed] = useState(false)
  if (order.reason === 'out_of_stock') {
    return (
      <Link className={buttonClass({ look: 'quiet', small: true })} href="/prints?inStock=true">
        See what is left
      </Link>
    )
  }
  if (done) {
    return (
      <Link className={buttonClass({ small: true })} href="/checkout?step=payment">
        Back to payment
      </Link>
    )
  }
  const putBack = async () => {
    const taken = await Promise.all(
      order.lines.map(({ sku, quantity, slug, title, size, unitPrice }) =>
        bag.setQuantity(sku, quantity, { slug, title, size, unitPrice, available: null }),
      ),
    )
    setDone(taken.every(Boolean))
    setFailed(!taken.every(Boolean))
  }
  return (
    <div>
      <div role="status">
        {failed && (
          <Notice tone="bad" title="That did not work">
            Not all of it is in your bag. Please try once more.
          </Notice>
        )}
      </div>
      <Button small waiting={bag.busy && 'Putting it in your bag'} onClick={() => void putBack()}>
        Put it back in my bag
      </Button>
    </div>
  )
}
