/** What the pages of the shop show, as the gateway puts it together from the services' answers. */
import { z } from 'zod'
import { Catalogue, Print, PrintCard } from './inventory.ts'
import { OrderAccess, TimelineEntry } from './orders.ts'
import { Instant, Money, OrderId, Size, Sku, Slug } from './values.ts'

/** What could not be had while a page was put together; its fields are `null`, or the last good copy. */
const Degraded = z.array(z.enum(['catalogue', 'stock', 'sales']))

/** Everything a print's page shows. `related` may be the last good copy; `staleSince` says since when it is. */
export const ProductPage = Print.omit({ variants: true }).extend({
  variants: z.array(z.object({ sku: Sku, size: Size, price: Money, edition: z.int(), available: z.int().nullable() })),
  soldLast30Days: z.int().nullable(),
  related: z.array(PrintCard).nullable(),
  staleSince: Instant.nullable(),
  degraded: Degraded,
})
export type ProductPage = z.infer<typeof ProductPage>

/** What is true of a print now: what each size costs, and how many are left (`null`: nobody can tell). */
export const PrintNews = z.object({
  slug: Slug,
  variants: z.array(z.object({ sku: Sku, price: Money, available: z.int().nullable() })),
})
export type PrintNews = z.infer<typeof PrintNews>

/** What a browser looks at. */
export const Followed = z
  .strictObject({
    orders: z.array(OrderAccess).max(6).default([]),
    prints: z.array(Slug).max(12).default([]),
    lastEventId: z.string().max(60).nullish(),
  })
  .refine(({ orders, prints }) => orders.length + prints.length > 0, 'names neither an order nor a print')

/** One thing that has happened to what is looked at. */
export const Tiding = z.object({
  order: z.object({ orderId: OrderId, entry: TimelineEntry.nullable() }).nullable(),
  print: PrintNews.nullable(),
})

/** The catalogue as the public sees it: the services' answer, or the last good copy of it. */
export const ProductList = Catalogue.extend({ staleSince: Instant.nullable(), degraded: Degraded })

/** The bag with today's prices; it promises nothing. */
export const Cart = z.object({
  lines: z.array(
    z.object({
      sku: Sku,
      quantity: z.int(),
      slug: Slug.nullable(),
      title: z.string().nullable(),
      size: Size.nullable(),
      unitPrice: Money.nullable(),
      total: Money.nullable(),
      available: z.int().nullable(),
    }),
  ),
  total: Money.nullable(),
  degraded: Degraded,
})
export type Cart = z.infer<typeof Cart>
