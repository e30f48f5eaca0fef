import Link from 'next/link'
import { addressWith } from '~/catalogue-address'
import { collectionName } from '~/collection'
import { buttonClass } from './button'
import { EditionMeter } from './edition-meter'
import type { Variant } from './size-choice'
import { StateDot } from './state-dot'

/** In place of buying, once every size is gone. */
export function SoldOut({ variants, collection }: { variants: readonly Variant[]; collection: string }) {
  const edition = variants.reduce((sum, variant) => sum + variant.edition, 0)
  return (
    <>
      <p className="sold-t">
        <StateDot state="sold">Sold out</StateDot>
      </p>
      <p className="dim">
        All {edition === 100 ? 'hundred' : edition} have found a wall. The rule has retired; we will not print it again.
      </p>
      <div className="avail">
        <EditionMeter edition={edition} available={0} />
      </div>
      <p className="row">
        <Link className={buttonClass({ look: 'quiet' })} href={addressWith({ collection, inStock: true }, {})}>
          What is left of {collectionName(collection)}
        </Link>
      </p>
    </>
  )
}
