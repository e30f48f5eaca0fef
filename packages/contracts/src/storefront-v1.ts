/**
 * What the public may call in version 1: the catalogue, the stock, the bag and orders, with the prices of prints as
 * `priceCents` and `currency` where version 2 has `price`. Whatever is the same in both is the same object here; the
 * client that `packages/old-clients` keeps says when a change of version 2 would have reached version 1.
 */
import { z } from 'zod'
import { contract, query } from './contract.ts'
import { PrintCard } from './inventory.ts'
import { ProductList, ProductPage } from './pages.ts'
import { storefront } from './storefront.ts'

/** From when on version 1 should no longer be used (RFC 9745), and when it may go away (RFC 8594). */
export const lifetimeOfV1 = { deprecatedAt: '2026-11-01T00:00:00.000Z', sunsetAt: '2027-11-01T00:00:00.000Z' } as const

const inCents = { priceCents: z.int().nonnegative(), currency: z.literal('EUR') }

/** A print as version 1 lists it. */
export const PrintCardV1 = PrintCard.omit({ price: true }).extend(inCents)

/** The catalogue as version 1 has it. */
export const ProductListV1 = ProductList.extend({ items: z.array(PrintCardV1) })

/** A print's page as version 1 has it. */
export const ProductPageV1 = ProductPage.extend({
  variants: z.array(ProductPage.shape.variants.element.omit({ price: true }).extend(inCents)),
  related: z.array(PrintCardV1).nullable(),
})

const { list, bySlug } = storefront.products.operations
const { place, byId, cancel, timeline } = storefront.orders.operations

/** The public contract, version 1. */
export const storefrontV1 = {
  products: contract('products', {
    from: ['gateway'],
    operations: {
      list: query(list.input, ProductListV1, list.policy),
      bySlug: query(bySlug.input, ProductPageV1, bySlug.policy),
    },
  }),
  stock: storefront.stock,
  cart: storefront.cart,
  orders: contract('orders', { from: ['gateway'], operations: { place, byId, cancel, timeline } }),
}
