import { accountGuide } from './guide-account.ts'
import { shopGuide } from './guide-shop.ts'
import { webhookGuide } from './guide-webhooks.ts'
import type { Json } from './schemas.ts'

/** What the contract does not say of an operation: one line for a reader, and an example of what is sent and answered. */
export type Guide = Readonly<Record<string, { summary: string; input?: Json; output: unknown }>>

/** The groups, in the order in which a reader wants them. */
export const tags = [
  { name: 'products', description: 'The catalogue, and each print with its stock and sales.' },
  { name: 'stock', description: 'How many sheets of one print in one size are left.' },
  { name: 'cart', description: 'The bag; it promises nothing.' },
  { name: 'orders', description: 'Placing, following, cancelling and returning orders.' },
  { name: 'account', description: 'Signing up and in, sessions, addresses.' },
  { name: 'webhooks', description: 'Where partners hear of their orders.' },
  { name: 'sales', description: 'What was sold; for staff.' },
] as const

/** Version 2, operation by operation. */
export const guide: Guide = { ...shopGuide, ...accountGuide, ...webhookGuide }
