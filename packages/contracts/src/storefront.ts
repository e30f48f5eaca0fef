/**
 * What the public may call: over tRPC (`/trpc/v2/products.list`, …) and, where a policy names a path, over REST below
 * `/api/v2`. The browser imports types from here, never values; the type of the router that serves it is
 * `RoutersFor<typeof storefront>` of `@switchyard/rpc/implement`.
 */
import { z } from 'zod'
import { accountOperations, othersAccountOperations } from './account.ts'
import { apiKeyOperations } from './api-keys.ts'
import { auditOperations } from './audit.ts'
import { contract, mutation, ofOwnPages, query, subscription } from './contract.ts'
import { CatalogueQuery, inventory, Stock } from './inventory.ts'
import { labOperations } from './lab-operations.ts'
import { CartLines, Order, OrderAccess, OrderHistory, orders, TimelineEntry } from './orders.ts'
import { ownedLetterOperations } from './owned-letters.ts'
import { Cart, Followed, ProductList, ProductPage, Tiding } from './pages.ts'
import { ReplayEvents, Replayed, replayOperations } from './replay.ts'
import { Rebuilt, Sales, SalesQuery } from './sales.ts'
import { Sku, Slug } from './values.ts'
import { webhookOperations } from './webhooks.ts'

const gatewayOnly = ['gateway'] as const
const anyone = { callers: ['anyone'] } as const
const orderPath = '/orders/{orderId}'
const office = 'The office asks for it, and changes together with it. It is promised to nobody else.'
const laboratory = 'It is of the laboratory, which may be closed, and changes together with its pages.'
const { changePrice } = inventory.operations

/** The public contract, version 2. */
export const storefront = {
  products: contract('products', {
    from: gatewayOnly,
    operations: {
      list: query(CatalogueQuery, ProductList, {
        ...anyone,
        cost: 2,
        failures: ['inventory_unavailable'],
        rest: { method: 'GET', path: '/products' },
      }),
      bySlug: query(z.strictObject({ slug: Slug }), ProductPage, {
        ...anyone,
        failures: ['not_found', 'inventory_unavailable'],
        rest: { method: 'GET', path: '/products/{slug}' },
      }),
      /** For staff: what a print costs from now on; every open page of the shop shows it within a second. */
      changePrice: mutation(changePrice.input, changePrice.output, {
        ...changePrice.policy,
        failures: ['not_found', 'inventory_unavailable'],
        rest: { method: 'PUT', path: '/prices/{sku}' },
      }),
    },
  }),
  stock: contract('stock', {
    from: gatewayOnly,
    operations: {
      bySku: query(z.strictObject({ sku: Sku }), Stock, {
        ...anyone,
        failures: ['not_found', 'inventory_unavailable'],
        rest: { method: 'GET', path: '/stock/{sku}' },
      }),
    },
  }),
  cart: contract('cart', {
    from: gatewayOnly,
    priority: 'checkout',
    operations: {
      get: query(z.strictObject({}), Cart, { ...anyone, rest: { method: 'GET', path: '/cart' } }),
      set: mutation(z.strictObject({ lines: CartLines }), Cart, {
        ...anyone,
        idempotency: 'safe',
        rest: { method: 'PUT', path: '/cart' },
      }),
    },
  }),
  account: contract('account', {
    from: gatewayOnly,
    priority: 'account',
    operations: { ...accountOperations, ...ofOwnPages(office, othersAccountOperations) },
  }),
  orders: contract('orders', {
    from: gatewayOnly,
    priority: 'account',
    operations: {
      place: mutation(orders.operations.place.input, orders.operations.place.output, {
        ...orders.operations.place.policy,
        cost: 1.5,
        priority: 'checkout',
        rest: { method: 'POST', path: '/orders', status: 202 },
      }),
      byId: query(OrderAccess, Order, {
        callers: ['owner', 'staff'],
        failures: ['not_found'],
        rest: { method: 'GET', path: orderPath },
      }),
      list: query(orders.operations.list.input, OrderHistory, {
        ...anyone,
        cost: 2,
        rest: { method: 'GET', path: '/orders' },
      }),
      cancel: mutation(OrderAccess, orders.operations.cancel.output, {
        ...orders.operations.cancel.policy,
        rest: { method: 'POST', path: `${orderPath}/cancel`, status: 202 },
      }),
      return: mutation(OrderAccess, orders.operations.return.output, {
        ...orders.operations.return.policy,
        rest: { method: 'POST', path: `${orderPath}/return`, status: 202 },
      }),
      /** From `lastEventId` (a `seq`) on, or from the start; ends after a final status. */
      timeline: subscription(OrderAccess.extend({ lastEventId: z.string().max(20).nullish() }), TimelineEntry, {
        callers: ['owner', 'staff'],
        failures: ['not_found'],
        rest: { method: 'GET', path: `${orderPath}/events` },
      }),
    },
  }),
  /** For browsers: all that their tabs look at, in one stream. It carries orders, so it is as important as they are. */
  live: contract('live', {
    from: gatewayOnly,
    priority: 'account',
    operations: {
      /** Orders entry by entry (none: there is no such order, or not for this caller), prints as they are at each change. */
      follow: subscription(Followed, Tiding, {
        ...anyone,
        failures: ['not_found'],
        only: {
          protocols: ['trpc'],
          because: 'It saves a browser with many tabs connections. A program follows each order by itself.',
        },
      }),
    },
  }),
  /** For partners: where they hear of their orders. */
  webhooks: contract('webhooks', {
    from: gatewayOnly,
    priority: 'account',
    operations: {
      add: webhookOperations.addWebhook,
      list: webhookOperations.webhooks,
      byId: webhookOperations.webhook,
      remove: webhookOperations.removeWebhook,
      enable: webhookOperations.enableWebhook,
      rotateSecret: webhookOperations.rotateWebhookSecret,
      replay: webhookOperations.replayWebhook,
      deliveries: webhookOperations.webhookDeliveries,
    },
  }),
  /** For staff: the keys of partners. */
  apiKeys: contract('apiKeys', {
    from: gatewayOnly,
    priority: 'account',
    operations: ofOwnPages(office, apiKeyOperations),
  }),
  /** For staff: who did what. */
  audit: contract('audit', { from: gatewayOnly, priority: 'account', operations: ofOwnPages(office, auditOperations) }),
  /** For staff: what was sold, from the read model. */
  sales: contract('sales', {
    from: gatewayOnly,
    priority: 'account',
    operations: {
      byDay: query(SalesQuery, Sales, {
        ...orders.operations.sales.policy,
        rest: { method: 'GET', path: '/sales' },
      }),
      ...ofOwnPages(office, {
        rebuild: mutation(z.strictObject({}), Rebuilt, {
          callers: ['staff'],
          priority: 'bulk',
          idempotency: 'safe',
          deadlineMs: 10_000,
        }),
      }),
    },
  }),
  /** For staff: the messages that no service could apply, wherever they are kept. */
  deadLetters: contract('deadLetters', {
    from: gatewayOnly,
    priority: 'account',
    operations: ofOwnPages(office, ownedLetterOperations),
  }),
  /** For staff: what was told can be told to one subscriber once more. */
  events: contract('events', {
    from: gatewayOnly,
    priority: 'bulk',
    operations: ofOwnPages(office, {
      replay: mutation(ReplayEvents, Replayed, replayOperations.replayEvents.policy),
    }),
  }),
  lab: contract('lab', {
    from: gatewayOnly,
    priority: 'bulk',
    operations: ofOwnPages(laboratory, labOperations),
  }),
}
