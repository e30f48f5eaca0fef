'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useGateway } from '~/gateway-browser'

/** The way to the bag, with the number of prints in it once that is known; nothing is shown for a bag that could not be read. */
export function BagLink() {
  const gateway = useGateway()
  const { data } = useQuery(gateway.cart.get.queryOptions({}))
  const count = data?.lines.reduce((sum, line) => sum + line.quantity, 0)
  return (
    <Link className="bag" href="/cart">
      Bag {count !== undefined && <b>{count}</b>}
      {count !== undefined && <span className="vh">{count === 1 ? 'print' : 'prints'}</span>}
    </Link>
  )
}
