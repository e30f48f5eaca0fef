import { collections } from '@switchyard/art/prints'
import type { Catalogue } from '@switchyard/contracts/inventory'
import Link from 'next/link'
import { addressWith, type Filters } from '~/catalogue-address'
import { nearestWord } from '~/nearest-word'
import { BareWall } from './bare-wall'
import { buttonClass } from './button'

/** The catalogue with nothing in it: says what was asked, what was perhaps meant, and leads to everything. `all` is the count of the whole catalogue. */
export function NothingFound({ filters, all }: { filters: Filters; all: Pick<Catalogue, 'total' | 'facets'> }) {
  return (
    <BareWall
      title={filters.search ? 'Nothing by that name' : 'Nothing fits all of that'}
      action={
        <Link className={buttonClass({ look: 'quiet' })} href="/prints">
          Show all {all.total}
        </Link>
      }
    >
      {filters.search ? `No print matches “${filters.search}”. ` : 'No print has all of these at once. '}
      {filters.search && <Suggestion search={filters.search} all={all} />}
    </BareWall>
  )
}

function Suggestion({ search, all }: { search: string; all: Pick<Catalogue, 'facets'> }) {
  const meant = nearestWord(
    search,
    collections.map(({ generator }) => generator),
  )
  const collection = collections.find(({ generator }) => generator === meant)
  const count = all.facets.collection.find(({ value }) => value === collection?.slug)?.count
  if (!collection || !count) return null
  return (
    <>
      Did you mean <Link href={addressWith({}, { search: collection.generator })}>{collection.generator}</Link>? It has{' '}
      <span className="num">{count}</span>.
    </>
  )
}
