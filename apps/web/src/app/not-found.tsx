import type { Metadata } from 'next'
import { NothingHere } from '~/components/nothing-here'
import { ShopFrame } from '~/components/shop-frame'

export const metadata: Metadata = { title: 'Nothing hangs here' }

/** For addresses that no part of the site knows. */
export default function NotFound() {
  return (
    <ShopFrame>
      <NothingHere />
    </ShopFrame>
  )
}
