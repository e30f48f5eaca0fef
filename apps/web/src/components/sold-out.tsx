import Link from 'next/link'
import { addressWith } from '~/catalogue-address'
import { collectionName } from '~/collection'
import { buttonClass } from './button'
import { EditionMeter } from './edition-meter'
import type { Variant } from './size-choice'
import { StateDot } from './state-dot'

interface SoldOutProps {
  variants: readonly Variant[]
  /** Not sold yet, but set aside for orders that are being paid for: one of them may come back. */
  held: number
  collection: string
}

/** In place of buying, once nothing is left in any size. */
export function SoldOut({ variants, held, collection }: SoldOutProps) {
  const edition = variants.reduce((sum, variant) => sum + variant.edition, 0)
  return (
    <>
      <p className="sold-t">
        <StateDot state={held > 0 ? 'work' : 'sold'}>{held > 0 ? 'All spoken for' : 'Sold out'}</StateDot>
      </p>
      <p className="dim">
        {held > 0
          ? 'The last ones are being paid for at this moment. Should one come back, it is here again by itself.'
          : `All ${edition === 100 ? 'hundred' : edition} have found a wall. The rule has retired; we will not print it again.`}
      </p>
      <div className="avail">
        <EditionMeter edition={edition} available={0} held={held} />
      </div>
      <p className="row">
        <Link className={buttonClass({ look: 'quiet' })} href={addressWith({ collection, inStock: true }, {})}>
          What is left of {collectionName(collection)}
        </Link>
      </p>
    </>
  )
}
