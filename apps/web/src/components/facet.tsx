import Link from 'next/link'
import { addressWith, type FilterChange, type Filters } from '~/catalogue-address'
import { PendingMark } from './pending-mark'

interface FacetProps {
  title: string
  name: 'collection' | 'palette' | 'size'
  /** Every value there is, in the shop's order, with its name. */
  values: readonly { value: string; label: string }[]
  /** How many prints each would leave; a value that is not here would leave none. */
  counts: readonly { value: string; count: number }[]
  filters: Filters
}

/** One way to narrow the catalogue: links, one of which can be on; following that one again takes it off. */
export function Facet({ title, name, values, counts, filters }: FacetProps) {
  return (
    <section className="facet" aria-labelledby={`facet-${name}`}>
      <h2 id={`facet-${name}`}>{title}</h2>
      <ul>
        {values.map(({ value, label }) => (
          <li key={value}>
            <FacetLink
              label={label}
              count={counts.find((one) => one.value === value)?.count ?? 0}
              on={filters[name] === value}
              href={addressWith(filters, { [name]: filters[name] === value ? undefined : value } as FilterChange)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface FacetLinkProps {
  label: string
  on: boolean
  href: ReturnType<typeof addressWith>
  /** Left out where the catalogue does not count. */
  count?: number
  /** Stands alone, on or off, and is not one of several. */
  toggle?: boolean
}

/** One value of a facet. What would leave nothing is shown, and leads nowhere. Not fetched ahead, like everything that comes in dozens. */
export function FacetLink({ label, on, href, count, toggle = false }: FacetLinkProps) {
  const words = (
    <>
      <i className={toggle ? 'tick square' : 'tick'} aria-hidden="true" />
      <span>{label}</span>
      {count !== undefined && <span className="ct">{count}</span>}
      {count !== undefined && <span className="vh">{count === 1 ? 'print' : 'prints'}</span>}
    </>
  )
  if (count === 0 && !on) return <span className="check none">{words}</span>
  return (
    <Link prefetch={false} className="check" href={href} aria-current={on ? 'true' : undefined} scroll={false}>
      {words}
      <PendingMark />
    </Link>
  )
}
