import 'server-only'
import type { ProductList } from '@switchyard/contracts/pages'
import type { z } from 'zod'
import { asQuery, type Filters } from './catalogue-address'
import { gateway, queryClient } from './gateway-server'

type Listed = z.infer<typeof ProductList>

/** The catalogue as an address asks for it: as many pages as it says, one after the other, since a cursor belongs to the page before. */
export async function readCatalogue(filters: Filters): Promise<Listed> {
  const first = await page(filters)
  const items = [...first.items]
  let last = first
  for (let shown = 1; shown < (filters.pages ?? 1) && last.nextCursor !== null; shown += 1) {
    last = await page(filters, last.nextCursor)
    items.push(...last.items)
  }
  return { ...first, items, nextCursor: last.nextCursor }
}

/** The whole catalogue's counts, whatever is filtered: how many prints there are, and in which collections. */
export const readCounts = async (): Promise<Pick<Listed, 'total' | 'facets'>> =>
  queryClient().fetchQuery(gateway().products.list.queryOptions({ limit: 1 }))

const page = (filters: Filters, cursor?: string): Promise<Listed> =>
  queryClient().fetchQuery(gateway().products.list.queryOptions({ ...asQuery(filters), ...(cursor && { cursor }) }))
