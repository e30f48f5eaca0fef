import type { Metadata } from 'next'
import Link from 'next/link'
import { BareWall } from '~/components/bare-wall'
import { buttonClass } from '~/components/button'
import { ShopFrame } from '~/components/shop-frame'

export const metadata: Metadata = { title: 'Nothing hangs here' }

/** For every address that leads nowhere. */
export default function NotFound() {
  return (
    <ShopFrame>
      <main id="main" className="page lone">
        <BareWall
          level="h1"
          title="Nothing hangs here"
          outline
          action={
            <Link className={buttonClass()} href="/prints">
              See the prints
            </Link>
          }
        >
          Perhaps it was taken down, or the address has a slip in it.
        </BareWall>
      </main>
    </ShopFrame>
  )
}
