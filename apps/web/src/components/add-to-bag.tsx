'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { quantityMax } from '~/bag/bag'
import { useAddToBag } from '~/bag/bag-provider'
import { formatMoney } from '~/money'
import { Button } from './button'
import { Notice } from './notice'
import type { Variant } from './size-choice'
import { Stepper } from './stepper'
import { useAlive } from './use-alive'

interface AddToBagProps {
  print: { slug: string; title: string }
  variant: Variant
  /** What is left right now; `null`: not known, and then nothing can be bought. */
  available: number | null
}

/** Chooses how many and puts them in the bag. While the stock is not known the button says what it waits for. */
export function AddToBag({ print, variant, available }: AddToBagProps) {
  const [quantity, setQuantity] = useState(1)
  const alive = useAlive()
  const addToBag = useAddToBag()
  const add = useMutation({ mutationFn: (count: number) => addToBag(variant.sku, count, itemOf(print, variant)) })
  const most = Math.min(quantityMax, available ?? 1)
  const chosen = Math.max(1, Math.min(quantity, most))
  const total = { ...variant.price, amount: variant.price.amount * chosen }
  return (
    <>
      <div className="buy">
        <Stepper label="Quantity" value={chosen} max={most} disabled={!available} onChange={setQuantity} />
        <Button
          waiting={reason(available) ?? (add.isPending && 'Putting it in your bag')}
          aria-disabled={!alive}
          onClick={() => add.mutate(chosen)}
        >
          Add to bag, <span className="num">{formatMoney(total)}</span>
        </Button>
      </div>
      <div role="status">
        {add.data === 'full' && (
          <Notice tone="warn" title="Your bag is full" action={<Link href="/cart">See your bag</Link>}>
            It holds twenty different prints. Please take one out first.
          </Notice>
        )}
        {add.data === 'added' && (
          <Notice tone="ok" title="In your bag" action={<Link href="/cart">See your bag</Link>}>
            A bag holds no stock: the print is yours once the order is confirmed.
          </Notice>
        )}
        {add.isError && (
          <Notice tone="bad" title="That did not work">
            Your bag is as it was. Please try once more.
          </Notice>
        )}
      </div>
    </>
  )
}

function reason(available: number | null): string | undefined {
  if (available === null) return 'Waiting for the stock room'
  return available === 0 ? 'Someone was quicker' : undefined
}

const itemOf = (print: AddToBagProps['print'], { size, price, available }: Variant) => ({
  slug: print.slug,
  title: print.title,
  size,
  unitPrice: price,
  available,
})
