import { z } from 'zod'

/** Integer minor units (cents) and a currency: never a float. */
export const Money = z.strictObject({ amount: z.int().nonnegative(), currency: z.literal('EUR') })
export type Money = z.infer<typeof Money>

/** An ISO 8601 instant in UTC, such as PostgreSQL takes: it has no year 0, and no hundred digits after the point. */
export const Instant = z.iso
  .datetime()
  .max(40)
  .refine((instant) => !instant.startsWith('0000'), 'must lie in the year 0001 or later')

/** A print's name in URLs, e.g. `contour-no-2`. */
export const Slug = z.string().min(1).max(80)

export const Size = z.enum(['a3', 'a2', 'a1'])
export type Size = z.infer<typeof Size>

/** Print and size, e.g. `contour-no-2-a2`: what is counted, reserved and sold. */
export const Sku = z.string().min(1).max(90)

/** The print that a SKU is a size of. */
export const slugOf = (sku: string): string => sku.replace(/-a[123]$/, '')

/** UUID v7. */
export const OrderId = z.uuid()

/** What is wanted: 1 to 10 of one SKU. */
export const OrderLine = z.strictObject({ sku: Sku, quantity: z.int().min(1).max(10) })
export type OrderLine = z.infer<typeof OrderLine>

/** 1 to 20 lines, one a SKU. */
export const OrderLines = z
  .array(OrderLine)
  .min(1)
  .max(20)
  .refine((lines) => new Set(lines.map((line) => line.sku)).size === lines.length, 'has two lines of the same sku')

/** The countries that prints are sent to. */
export const countries = ['EU', 'CH', 'GB', 'US'] as const
