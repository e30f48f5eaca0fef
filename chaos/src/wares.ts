import { ProductList, ProductPage } from '@switchyard/contracts/pages'
import type { z } from 'zod'
import type { Wares } from './arrivals.ts'
import { meaningOf, told } from './http.ts'
import { inParallel } from './parallel.ts'
import type { ShopClient } from './shop-client.ts'

/** Every print and SKU that the shop lists, in its own order; throws when the catalogue cannot be read. */
export async function readWares(shop: ShopClient): Promise<Wares> {
  const slugs: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`
    const page = await read(shop, ProductList, `/products?limit=50&sort=title${from}`)
    slugs.push(...page.items.map(({ slug }) => slug))
    cursor = page.nextCursor
  }
  const pages = await inParallel(slugs, (slug) => read(shop, ProductPage, `/products/${slug}`))
  return { slugs, skus: pages.flatMap(({ variants }) => variants.map(({ sku }) => sku)) }
}

async function read<S extends z.ZodType>(shop: ShopClient, schema: S, path: string): Promise<z.infer<S>> {
  const answer = await shop.readPatiently(path)
  const { data } = schema.safeParse(meaningOf(answer))
  if (answer.status !== 200 || data === undefined) throw new Error(`${path} cannot be read: ${told(answer)}`)
  return data
}
