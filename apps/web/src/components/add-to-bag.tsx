'use client'

import type { Cart } from '@switchyard/contracts/storefront'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { useGateway } from '~/gateway-browser'
import { formatMoney } from '~/money'
import { Button } from './button'
import { Notice } from './notice'
import type { Variant } from './size-choice'
import { Stepper } from './stepper'

interface AddToBagProps {
  variant: Variant
  /** What is left right now; `null`: not known, and then nothing can be bought. */
  available: number | null
}

/** Chooses how many and puts them in the bag. While the stock is not known the button says what it waits for. */
export function AddToBag({ variant, available }: AddToBagProps) {
  const [quantity, setQuantity] = useState(1)
  const add = useAdd()
  const most = Math.min(quantityMax, available ?? 1)
  const chosen = Math.max(1, Math.min(quantity, most))
  const total = { ...variant.price, amount: variant.price.amount * chosen }
  return (
    <>
      <div className="buy">
        <Stepper label="Quantity" value={chosen} max={most} disabled={!available} onChange={setQuantity} />
        <Button
          waiting={reason(available) ?? (add.isPending && 'Putting it in your bag')}
          onClick={() => add.mutate({ sku: variant.sku, quantity: chosen })}
        >
          Add to bag, <span className="num">{formatMoney(total)}</span>
        </Button>
      </div>
      <div role="status">
        {add.isSuccess && (
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

const quantityMax = 10

function reason(available: number | null): string | undefined {
  if (available === null) return 'Waiting for the stock room'
  return available === 0 ? 'Someone was quicker' : undefined
}

/** Adds to what the bag holds at this moment, not to what this page last saw of it. */
function useAdd() {
  const gateway = useGateway()
  const queries = useQueryClient()
  const set = useMutation(gateway.cart.set.mutationOptions())
  return useMutation({
    mutationFn: async (line: { sku: string; quantity: number }) => {
      const bag = await queries.fetchQuery({ ...gateway.cart.get.queryOptions({}), staleTime: 0 })
      return await set.mutateAsync({ lines: withLine(bag, line) })
    },
    onSuccess: (bag) => queries.setQueryData(gateway.cart.get.queryKey({}), bag),
  })
}

function withLine(bag: Cart, { sku, quantity }: { sku: string; quantity: number }) {
  const others = bag.lines
    .filter((line) => line.sku !== sku)
    .map((line) => ({ sku: line.sku, quantity: line.quantity }))
  const before = bag.lines.find((line) => line.sku === sku)?.quantity ?? 0
  return [...others, { sku, quantity: Math.min(quantityMax, before + quantity) }]
}
