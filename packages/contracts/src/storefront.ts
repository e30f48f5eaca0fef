/**
 * What the public may call: over tRPC (`/trpc/v2/products.list`, …) and, where a policy names a path, over REST below
 * `/api/v2`. The browser imports types from here, never values; the type of the router that serves it is
 * `RoutersFor<typeof storefront>` of `@switchyard/rpc/implement`.
 */
import { z } from 'zod'
import { accountOperations } from './account.ts'
import { apiKeyOperations } from './api-keys.ts'
import { auditOperations } from './audit.ts'
import { contract, mutation, ofOwnPages, query, subscription } from './contract.ts'
import { CopiesDelivered, CopyMessages } from './copies.ts'
import {
  DeadLetter,
  DeadLetterCount,
  DeadLetterDrop,
  DeadLetterEdit,
  DeadLetterQuery,
  DeadLetterSummary,
  deadLetterOperations,
  SeenLetter,
} from './dead-letter.ts'
import { Verdict } from './facts.ts'
import { Catalogue, CatalogueQuery, inventory, Print, PrintCard, Stock } from './inventory.ts'
import { CallerView, CompareRequest, Comparison, Doors, Fault, FaultRequest, LabScope, StartAs } from './lab.ts'
import { OfferedOperation, TokenTrial, TriedToken } from './lab-trust.ts'
import { Notes, notebookOperations, WriteNotes, WrittenNotes } from './notebook.ts'
import { CartLines, Mail, Order, OrderAccess, OrderHistory, OrderTrail, orders, TimelineEntry } from './orders.ts'
import { ReplayEvents, Replayed, replayOperations } from './replay.ts'
import { Rebuilt, Sales, SalesQuery } from './sales.ts'
import { Subscriber } from './subscribers.ts'
import { MessageTrail, QueueCounts } from './trail.ts'
import { Instant, Money, OrderId, Size, Sku, Slug } from './values.ts'
import { webhookOperations } from './webhooks.ts'

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
const Followed = z
  .strictObject({
    orders: z.array(OrderAccess).max(6).default([]),
    prints: z.array(Slug).max(12).default([]),
    lastEventId: z.string().max(60).nullish(),
  })
  .refine(({ orders, prints }) => orders.length + prints.length > 0, 'names neither an order nor a print')

/** One thing that has happened to what is looked at. */
const Tiding = z.object({
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

/** An instance as the host runs it, with its lease in the registry if it has one. */
export const Instance = z.object({
  id: z.string(),
  service: z.string(),
  pid: z.int().nullable(),
  port: z.int().nullable(),
  version: z.string(),
  state: z.enum(['starting', 'ready', 'draining', 'frozen', 'dead']),
  restarts: z.int(),
  startedAt: Instant.nullable(),
  lease: z.object({ expiresInMs: z.int(), ttlMs: z.int(), address: z.string() }).nullable(),
})
export type Instance = z.infer<typeof Instance>

/** The running system, as the host, the registry and the queues tell it at `at`; what could not be read is `null`. */
export const System = z.object({
  at: Instant,
  instances: z.array(Instance).nullable(),
  queues: z.array(QueueCounts).nullable(),
})
export type System = z.infer<typeof System>

/** The path of one order through both services: saga, messages and the stock it holds. */
export const OrderPath = OrderTrail.extend({
  orderId: OrderId,
  messages: z.array(MessageTrail),
  stock: z.object({ state: z.string(), expiresAt: Instant.nullable() }).nullable(),
})
export type OrderPath = z.infer<typeof OrderPath>

/** The services that receive messages, and keep the ones that they could not apply. */
export const LetterOwner = z.enum(['orders', 'inventory'])
export type LetterOwner = z.infer<typeof LetterOwner>

const ownedBy = { service: LetterOwner }
/** A dead letter with the service that keeps it. */
const OwnedLetter = DeadLetter.extend(ownedBy)
export type OwnedLetter = z.infer<typeof OwnedLetter>

/** One page over all services, the newest failures first; `missing` could not be asked. `more`: ask again, `before` the last one. */
const OwnedLetters = z.object({
  items: z.array(DeadLetterSummary.extend(ownedBy)),
  counts: z.array(DeadLetterCount.extend(ownedBy)),
  more: z.boolean(),
  missing: z.array(LetterOwner),
})
export type OwnedLetters = z.infer<typeof OwnedLetters>

const gatewayOnly = ['gateway'] as const
const anyone = { callers: ['anyone'] } as const
/** What a page of the lab asks each second by itself. */
const glance = { ...anyone, cost: 0.1 } as const
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
  account: contract('account', { from: gatewayOnly, priority: 'account', operations: accountOperations }),
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
    operations: ofOwnPages(office, {
      list: query(
        DeadLetterQuery.extend({ service: LetterOwner.optional() }),
        OwnedLetters,
        deadLetterOperations.deadLetters.policy,
      ),
      byId: query(z.strictObject({ ...ownedBy, id: z.uuid() }), OwnedLetter, deadLetterOperations.deadLetter.policy),
      edit: mutation(DeadLetterEdit.extend(ownedBy), OwnedLetter, deadLetterOperations.editDeadLetter.policy),
      replay: mutation(SeenLetter.extend(ownedBy), OwnedLetter, deadLetterOperations.replayDeadLetter.policy),
      drop: mutation(DeadLetterDrop.extend(ownedBy), OwnedLetter, deadLetterOperations.dropDeadLetter.policy),
    }),
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
    operations: ofOwnPages(laboratory, {
      system: query(z.strictObject({}), System, glance),
      act: mutation(
        z.strictObject({
          id: z.string().max(40),
          action: z.enum(['kill', 'drain', 'freeze', 'thaw', 'start', 'wipe']),
        }),
        z.object({ id: z.string(), state: z.string() }),
        { ...anyone, priority: 'account', idempotency: 'never', failures: ['not_found'] },
      ),
      /** How many instances of a service there shall be. */
      scale: mutation(
        z.strictObject({
          service: z.enum(['web', 'gateway', 'orders', 'inventory']),
          instances: z.int().min(0).max(8),
          /** Of those that are started now. */
          as: StartAs.optional(),
        }),
        z.object({ service: z.string(), instances: z.int() }),
        { ...anyone, idempotency: 'never', failures: ['not_found'] },
      ),
      /** What the gateway that answers believes of the services that it calls; another gateway may believe otherwise. */
      callers: query(z.strictObject({}), z.array(CallerView), glance),
      /** How full the gateway that answers is, and the visitor's own door. */
      doors: query(z.strictObject({}), Doors, glance),
      /** Who hears what, as it is declared. */
      subscribers: query(z.strictObject({}), z.array(Subscriber), glance),
      /** All that the public may call, as the contract has it. */
      operations: query(z.strictObject({}), z.array(OfferedOperation), glance),
      /** Calls inventory with a token as the gateway signs it, or with one that proves nothing, and tells what it said to that. */
      tryToken: query(z.strictObject({ trial: TokenTrial }), TriedToken, anyone),
      /** The stock of a print, for a visitor who asks ten times a second to watch who answers. */
      stock: query(z.strictObject({ sku: Sku }), Stock, { ...glance, failures: ['not_found'] }),
      faults: query(z.strictObject({}), z.array(Fault), glance),
      injectFault: mutation(FaultRequest, Fault, { ...anyone, idempotency: 'never', failures: ['not_found'] }),
      healFault: mutation(z.strictObject({ id: z.string().max(60) }), z.object({ id: z.string() }), {
        ...anyone,
        priority: 'account',
        idempotency: 'safe',
        failures: ['not_found'],
      }),
      /** Signs a scope for this visitor's calls: sent back as the cookie `switchyard_lab` or the header `x-lab-scope`. */
      signScope: mutation(LabScope, z.object({ token: z.string() }), { ...anyone, idempotency: 'safe' }),
      /** Makes this visitor staff, for as long as they send it as `x-staff-badge`, without an account. */
      takeBadge: mutation(z.strictObject({}), z.object({ badge: z.string(), by: z.string(), until: Instant }), {
        ...anyone,
        idempotency: 'safe',
      }),
      /** Makes real calls in two or three ways side by side and tells where each try went. */
      compare: mutation(CompareRequest, Comparison, {
        ...anyone,
        cost: 5,
        idempotency: 'never',
        deadlineMs: 15_000,
        failures: ['not_found', 'overloaded'],
      }),
      /** Ships or delivers an order of one's own, as staff and carrier would. */
      moveParcel: mutation(
        OrderAccess.extend(orders.operations.moveParcel.input.shape),
        orders.operations.moveParcel.output,
        { callers: ['owner', 'staff'], idempotency: 'safe', failures: ['not_found'] },
      ),
      /** What the checker found when it last came around by itself; `null` before its first time. */
      verdict: query(z.strictObject({}), Verdict.nullable(), glance),
      /** Holds all orders of the last day to every invariant now, as if nothing were under way. */
      check: query(z.strictObject({}), Verdict, { ...anyone, cost: 20, deadlineMs: 300_000 }),
      /** Notes in the lab's notebook, told in two ways; `died`: the instance that wrote them, as was asked. */
      writeNotes: mutation(
        WriteNotes,
        WrittenNotes.partial().extend({ instanceId: z.string().nullable(), died: z.boolean() }),
        { ...anyone, cost: 5, idempotency: 'never', failures: ['not_found'], deadlineMs: 12_000 },
      ),
      /** Delivers every message of an order of one's own so many times more, and says whether a row has changed. */
      copyMessages: mutation(OrderAccess.extend(CopyMessages.shape), CopiesDelivered, {
        callers: ['owner', 'staff'],
        idempotency: 'never',
        failures: ['not_found'],
        deadlineMs: 15_000,
      }),
      notes: query(notebookOperations.notes.input, Notes, glance),
      orderPath: query(OrderAccess, OrderPath, { callers: ['owner', 'staff'], cost: 0.2, failures: ['not_found'] }),
      mailbox: query(z.strictObject({ to: z.string().max(254).optional() }), z.array(Mail), anyone),
    }),
  }),
}
