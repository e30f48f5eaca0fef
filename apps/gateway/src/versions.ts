/**
 * VERSIONING: version 1 of the public contract, written as an adapter of version 2. What did not change is the same
 * procedure; what did asks version 2 and words the answer as it used to be. So every rule holds in both, and a cure of one is a
 * cure of the other. Every answer says that the version is on its way out, until when, and what comes after it.
 */

import type { PrintCard } from '@switchyard/contracts/inventory'
import type { ProductList, ProductPage } from '@switchyard/contracts/pages'
import { storefrontV1 as contracts, lifetimeOfV1 } from '@switchyard/contracts/storefront-v1'
import type { Money } from '@switchyard/contracts/values'
import { implement, type RoutersFor, routers } from '@switchyard/rpc/implement'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Storefront } from './storefront.ts'

/** The public router of version 1. */
export type StorefrontV1 = RoutersFor<typeof contracts>

/** Serves version 1 from the router of version 2. */
export function versionOne(v2: Storefront): StorefrontV1 {
  const { place, byId, cancel, timeline } = v2.orders
  return routers({
    products: implement(contracts.products, {
      list: async ({ input, ctx }) => listInCents(await v2.createCaller(ctx).products.list(input)),
      bySlug: async ({ input, ctx }) => pageInCents(await v2.createCaller(ctx).products.bySlug(input)),
    }),
    stock: v2.stock,
    cart: v2.cart,
    orders: { place, byId, cancel, timeline },
  })
}

/** `price: { amount, currency }` as `priceCents` and `currency`. */
function inCents<Priced extends { price: Money }>({ price, ...rest }: Priced) {
  return { ...rest, priceCents: price.amount, currency: price.currency }
}

/** The catalogue in the words of version 1. */
export const listInCents = (list: z.output<typeof ProductList>) => ({
  ...list,
  items: list.items.map((item: PrintCard) => inCents(item)),
})

/** A print's page in the words of version 1. */
export const pageInCents = (page: ProductPage) => ({
  ...page,
  variants: page.variants.map((variant) => inCents(variant)),
  related: page.related?.map((print) => inCents(print)) ?? null,
})

const deprecation = `@${Date.parse(lifetimeOfV1.deprecatedAt) / 1_000}`
const sunset = new Date(lifetimeOfV1.sunsetAt).toUTCString()

/** Says on every answer of version 1, also on a refusal, since when it is deprecated, when it goes, and where the same is in version 2. */
export async function announceSuccessor({ url }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const successor = url.replace(/\?.*$/, '').replace(/^\/(api|trpc)\/v1(?=\/|$)/, '/$1/v2')
  reply.headers({
    deprecation,
    sunset,
    link: `<${successor}>; rel="successor-version", </api/docs>; rel="deprecation"; type="text/html"`,
  })
}
