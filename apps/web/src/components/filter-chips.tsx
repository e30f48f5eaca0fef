import { palettes } from '@switchyard/art/palettes'
import Link from 'next/link'
import { addressWith, type FilterChange, type Filters } from '~/catalogue-address'
import { collectionName } from '~/collection'
import { sizeName } from '~/size'
import { Chip } from './chip'

/** The filters that are on, each a way to take it off. */
export function FilterChips({ filters }: { filters: Filters }) {
  const on = chips(filters)
  if (on.length === 0) return null
  return (
    <ul className="row chips" aria-label="Filters that are on">
      {on.map(({ label, without }) => (
        <li key={label}>
          <Chip href={addressWith(filters, without)}>{label}</Chip>
        </li>
      ))}
      <li>
        <Link
          prefetch={false}
          className="small clear"
          href={addressWith(filters.sort ? { sort: filters.sort } : {}, {})}
          scroll={false}
        >
          Clear all
        </Link>
      </li>
    </ul>
  )
}

function chips({ search, collection, palette, size, from, to, inStock }: Filters) {
  const all: { label: string | false | undefined; without: FilterChange }[] = [
    { label: search && `“${search}”`, without: { search: undefined } },
    { label: collection && collectionName(collection), without: { collection: undefined } },
    { label: palette && (palettes.find(({ id }) => id === palette)?.name ?? palette), without: { palette: undefined } },
    { label: size && sizeName(size), without: { size: undefined } },
    { label: priceWords(from, to), without: { from: undefined, to: undefined } },
    { label: inStock && 'Only what is left', without: { inStock: undefined } },
  ]
  return all.flatMap(({ label, without }) => (label ? [{ label, without }] : []))
}

function priceWords(from: number | undefined, to: number | undefined): string | undefined {
  if (from !== undefined && to !== undefined) return `€\u2009${from} to €\u2009${to}`
  if (from !== undefined) return `from €\u2009${from}`
  return to === undefined ? undefined : `up to €\u2009${to}`
}
