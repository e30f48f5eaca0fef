/**
 * Keys for partners' programs. A key stands for the partner: its id stays when the key is rotated or its holder's program
 * changes, and with it all that the partner has placed. The key itself is told once, when it is made; only its hash is kept.
 */
import { z } from 'zod'
import { mutation, query } from './contract.ts'
import { Instant } from './values.ts'

/** What a key may do beside looking at what is its own: read every order; place, cancel and return; keep webhooks. */
export const Scope = z.enum(['orders:read', 'orders:write', 'webhooks'])
export type Scope = z.infer<typeof Scope>

/** A key as the office sees it. */
export const ApiKey = z.object({
  keyId: z.uuid(),
  name: z.string(),
  /** How the key begins, so that it can be told from others. */
  prefix: z.string(),
  scopes: z.array(Scope),
  quotaPerMinute: z.int(),
  createdAt: Instant,
  /** Until when the key before the last rotation is taken too. */
  bothUntil: Instant.nullable(),
  revokedAt: Instant.nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>

/** The one answer that has the key in it. */
const NewlyMade = ApiKey.extend({ key: z.string() })

const NewKey = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scopes: z
    .array(Scope)
    .max(Scope.options.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'names a scope twice'),
  quotaPerMinute: z.int().min(1).max(1_000_000).default(600),
})

const Which = z.strictObject({ keyId: z.uuid() })
const admin = { callers: ['admin'], idempotency: 'never' } as const

/** What the office does with keys. Making one is for admins; anybody on the staff may look, and revoke what has leaked. */
export const apiKeyOperations = {
  create: mutation(NewKey, NewlyMade, admin),
  /** The newest first; at most 200. */
  list: query(z.strictObject({}), z.object({ items: z.array(ApiKey) }), { callers: ['staff'] }),
  /** A new key in place of the old one, which is taken for `overlapS` more: at once, or within a week. */
  rotate: mutation(Which.extend({ overlapS: z.int().min(0).max(604_800).default(86_400) }), NewlyMade, {
    ...admin,
    failures: ['not_found'],
  }),
  /** No gateway takes it a second later, neither the key nor the one before it. */
  revoke: mutation(Which, ApiKey, { callers: ['staff'], idempotency: 'safe', failures: ['not_found'] }),
}
