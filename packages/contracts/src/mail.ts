import { z } from 'zod'
import { Instant, OrderId } from './values.ts'

const letter = { to: z.string(), subject: z.string(), text: z.string(), at: Instant }

/** A mail about an order. */
export const OrderMail = z.object({
  ...letter,
  kind: z.enum(['order_confirmed', 'order_rejected', 'order_cancelled', 'order_returned']),
  orderId: OrderId,
})
export type OrderMail = z.infer<typeof OrderMail>

/** What a mail about an account tells. */
export const AccountMailKind = z.enum([
  ...(['verify_email', 'address_taken', 'password_reset', 'password_changed'] as const),
  ...(['second_factor_on', 'second_factor_off', 'recovery_code_used', 'recovery_codes_renewed'] as const),
])

/** A mail about an account. */
export const AccountMail = z.object({
  ...letter,
  kind: AccountMailKind,
  orderId: z.null(),
})
export type AccountMail = z.infer<typeof AccountMail>

/** A mail as the local mailbox keeps it. */
export const Mail = z.union([OrderMail, AccountMail])
export type Mail = z.infer<typeof Mail>
