import type { Print, Stock } from '@switchyard/contracts/inventory'
import type { ProductPage } from '@switchyard/contracts/pages'
import type { storefront } from '@switchyard/contracts/storefront'
import type { CacheNote } from '@switchyard/rpc/envelope'
import type { Handler } from '@switchyard/rpc/implement'
import { inventoryAway, part } from './part.ts'
import type { Services } from './services.ts'

/**
 * AGGREGATION: one call of the browser, three questions to two services at once under one deadline. A part that could
 * not be had is `null` and named in `degraded`; the catalogue's part falls back to the last good copy.
 */
export function productPage(services: Services): Handler<typeof storefront.products.operations.bySlug> {
  return async ({ input: { slug }, ctx }) => {
    const inventory = services.inventory(ctx)
    const [print, stock, sales] = await Promise.all([
      part(inventory.printBySlug.query({ slug })),
      part(inventory.stockOfPrint.query({ slug })),
      part(services.orders(ctx).salesOf.query({ slug })),
    ])
    const copy = print.missing ? print.lastGood : null
    const catalogue = print.value ?? copy?.value
    if (!catalogue) throw inventoryAway()
    // A cached answer is an old one as soon as nobody is there to be asked.
    const cached = stock.missing ? ctx.cacheNotes?.find(isCopyOfPrint) : undefined
    const isCopy = print.missing || cached !== undefined
    const since = cached && new Date(cached.sinceMs).toISOString()
    return {
      ...catalogue,
      variants: withStock(catalogue, stock.value),
      related: isCopy ? catalogue.related.map((card) => ({ ...card, available: null })) : catalogue.related,
      soldLast30Days: sales.value?.soldLast30Days ?? null,
      staleSince: copy?.since ?? since ?? null,
      degraded: named({ catalogue: isCopy, stock: stock.missing, sales: sales.missing }),
    }
  }
}

const isCopyOfPrint = ({ operation, how }: CacheNote) =>
  operation === 'inventory.printBySlug' && (how === 'hit' || how === 'stale')

function withStock(print: Print, stock: readonly Stock[] | null): ProductPage['variants'] {
  const availableOf = new Map(stock?.map(({ sku, available }) => [sku, available]))
  return print.variants.map((variant) => ({ ...variant, available: availableOf.get(variant.sku) ?? null }))
}

const named = (missing: Record<ProductPage['degraded'][number], boolean>) =>
  (['catalogue', 'stock', 'sales'] as const).filter((name) => missing[name])
