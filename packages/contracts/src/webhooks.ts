/**
 * Webhooks for partners: where they want to hear of their orders, and what became of each delivery. A payload is thin and has
 * nothing personal; whoever wants more asks for the order. Headers and signature are those of Standard Webhooks 1.0.
 */
import { z } from 'zod'
import { mutation, query } from './contract.ts'
import { Instant, OrderId } from './values.ts'

/** What an endpoint can hear of. */
export const WebhookEvent = z.enum([
  'order.confirmed',
  'order.rejected',
  'order.shipped',
  'order.delivered',
  'order.cancelled',
  'order.returned',
])
export type WebhookEvent = z.infer<typeof WebhookEvent>

/** The body of a delivery. Its `webhook-id` is the event's, the same on every try: keep it, and drop what you have had. */
export const WebhookPayload = z.object({
  type: WebhookEvent,
  timestamp: Instant,
  data: z.object({ orderId: OrderId, number: z.string(), status: z.string(), reason: z.string().nullable() }),
})
export type WebhookPayload = z.infer<typeof WebhookPayload>

/** An endpoint as its partner, and staff, see it. */
export const Webhook = z.object({
  webhookId: z.uuid(),
  url: z.string(),
  events: z.array(WebhookEvent),
  /** A disabled one is sent nothing; what it misses waits for 30 days. */
  state: z.enum(['enabled', 'disabled']),
  /** Why it was disabled. */
  reason: z.string().nullable(),
  /** Since when every delivery fails; `null` after one that did not. */
  failingSince: Instant.nullable(),
  createdAt: Instant,
  /** Deliveries that are not done. */
  waiting: z.int(),
})
export type Webhook = z.infer<typeof Webhook>

/** One event on its way to one endpoint. */
export const WebhookDelivery = z.object({
  eventId: z.uuid(),
  type: WebhookEvent,
  orderId: OrderId,
  /** `failed`: the last try has failed; a replay begins anew. */
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.int(),
  /** The next try, while it waits. */
  dueAt: Instant.nullable(),
  lastAt: Instant.nullable(),
  /** What the last try met: `answered 204`, `no answer within 5 s`. */
  lastResult: z.string().nullable(),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

/** A new endpoint; all events unless it names some. */
const NewWebhook = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(500),
  events: z
    .array(WebhookEvent)
    .min(1)
    .max(WebhookEvent.options.length)
    .default([...WebhookEvent.options]),
})

const Which = z.strictObject({ webhookId: z.uuid() })
/** What is sent once more: one event, or all since then. */
const Span = Which.extend({ eventId: z.uuid().optional(), since: Instant.optional() })
/** `whsec_…`: the key under which deliveries are signed. */
const Secret = z.object({ secret: z.string() })

const scoped = { scope: 'webhooks' } as const
const theirs = { ...scoped, callers: ['partner', 'staff'], failures: ['not_found'] } as const
const again = { ...theirs, idempotency: 'safe' } as const
const path = '/webhooks/{webhookId}'

/** What orders and the gateway offer over webhooks. A partner sees its own, staff all. */
export const webhookOperations = {
  addWebhook: mutation(NewWebhook, Webhook.extend(Secret.shape), {
    ...scoped,
    callers: ['partner'],
    idempotency: 'never',
    failures: ['invalid_input'],
    rest: { method: 'POST', path: '/webhooks', status: 201 },
  }),
  webhooks: query(z.strictObject({}), z.object({ items: z.array(Webhook) }), {
    ...scoped,
    callers: ['partner', 'staff'],
    rest: { method: 'GET', path: '/webhooks' },
  }),
  webhook: query(Which, Webhook, { ...theirs, rest: { method: 'GET', path } }),
  removeWebhook: mutation(Which, Which, { ...again, rest: { method: 'DELETE', path } }),
  enableWebhook: mutation(Which, Webhook, { ...again, rest: { method: 'POST', path: `${path}/enable` } }),
  /** Deliveries are signed with both keys for a day, so that a receiver can change in its own time. */
  rotateWebhookSecret: mutation(Which, Secret, {
    ...theirs,
    callers: ['partner'],
    idempotency: 'never',
    rest: { method: 'POST', path: `${path}/rotate-secret` },
  }),
  replayWebhook: mutation(Span, z.object({ queued: z.int() }), {
    ...again,
    failures: ['not_found', 'invalid_input'],
    rest: { method: 'POST', path: `${path}/replay`, status: 202 },
  }),
  webhookDeliveries: query(
    Which.extend({ before: z.uuid().optional(), limit: z.int().min(1).max(100).default(50) }),
    z.object({ items: z.array(WebhookDelivery) }),
    { ...theirs, rest: { method: 'GET', path: `${path}/deliveries` } },
  ),
}
