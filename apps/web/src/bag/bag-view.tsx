'use client'

import { Notice } from '~/components/notice'
import { BagEmpty } from './bag-empty'
import { BagLines } from './bag-lines'
import { useBag } from './bag-provider'
import { BagSum } from './bag-sum'

/** The bag as a page of its own: lines left, sum right. */
export function BagView() {
  const bag = useBag()
  if (bag.unread) {
    return (
      <Notice tone="warn" role="status" title="We cannot see your bag right now">
        Nothing in it is lost. We ask again by ourselves.
      </Notice>
    )
  }
  if (!bag.cart) return null
  if (bag.cart.lines.length === 0) {
    return (
      <div className="bag-l">
        <BagLines bag={bag} level="h2" />
        <BagEmpty />
      </div>
    )
  }
  return (
    <div className="bag-p">
      <div className="bag-l">
        <BagLines bag={bag} level="h2" />
      </div>
      <section aria-label="Sum">
        <BagSum cart={bag.cart} />
      </section>
    </div>
  )
}
