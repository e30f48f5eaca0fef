/**
 * The catalogue's state lives in its address, so that Back, a refresh and a shared link keep it:
 *
 *     const filters = readFilters(await searchParams)
 *     <Link href={addressWith(filters, { collection: 'moons' })}>Moons</Link>
 */
import type { CatalogueQuery } from '@switchyard/contracts/inventory'
import type { z } from 'zod'

type Asked = z.input<typeof CatalogueQuery>

/** What the visitor asked for. `from` and `to` are whole euros; `pages` is how many pages are shown at once. */
export interface Filters {
  search?: string
  collection?: string
  palette?: string
  size?: 'a3' | 'a2' | 'a1'
  from?: number
  to?: number
  inStock?: true
  sort?: 'price' | '-price' | 'title'
  pages?: number
}

/** A change of filters; `undefined` takes one away. */
export type FilterChange = { [Name in keyof Filters]?: Filters[Name] | undefined }

type Address = '/prints' | `/prints?${string}`
type SearchParams = Record<string, string | string[] | undefined>

/** Reads what an address asks for; whatever makes no sense there is left out, since addresses are typed by hand too. */
export function readFilters(params: SearchParams): Filters {
  return without({
    search: text(params.search, 100),
    collection: text(params.collection, 80),
    palette: text(params.palette, 80),
    size: oneOf(params.size, ['a3', 'a2', 'a1']),
    from: whole(params.from, 100_000),
    to: whole(params.to, 100_000),
    inStock: params.inStock === 'true' || undefined,
    sort: oneOf(params.sort, ['price', '-price', 'title']),
    pages: whole(params.pages, pagesMax),
  })
}

/** The address of the same catalogue with one thing changed; whatever is changed, it starts at its first page again. */
export function addressWith(filters: Filters, change: FilterChange): Address {
  const next = without({ ...filters, pages: undefined, ...change })
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(next)) params.set(name, String(value))
  return params.size > 0 ? `/prints?${params}` : '/prints'
}

/** The same question in the contract's words: cents, and no page count. */
export function asQuery({ from, to, pages: _, ...rest }: Filters): Asked {
  return without({
    ...rest,
    minPrice: from === undefined ? undefined : from * 100,
    maxPrice: to === undefined ? undefined : to * 100,
  })
}

const pagesMax = 10

type Present<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> }
const without = <T extends object>(from: T) =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as Present<T>

const text = (value: string | string[] | undefined, max: number): string | undefined =>
  typeof value === 'string' ? value.trim().slice(0, max) || undefined : undefined

const oneOf = <const Choice extends string>(value: string | string[] | undefined, choices: readonly Choice[]) =>
  choices.find((choice) => choice === value)

function whole(value: string | string[] | undefined, max: number): number | undefined {
  if (typeof value !== 'string' || !/^\d{1,6}$/.test(value)) return undefined
  return Math.min(Number(value), max)
}
