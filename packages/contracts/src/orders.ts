import { z } from 'zod'
import { command, contract, event, mutation, query } from './contract.ts'
import { copyOperations } from './copies.ts'
import { deadLetterOperations } from './dead-letter.ts'
import { Verdict } from './facts.ts'
import { Mail } from './mail.ts'
import { notebookOperations, takeNote } from './notebook.ts'
import { personOperations } from './person.ts'
import { replayOperations } from './replay.ts'
import { ReadLag, Rebuilt, Sales, SalesQuery } from './sales.ts'
import { SagaTrail, ServiceQueues, Trail } from './trail.ts'
import { Instant, Money, OrderId, OrderLine, OrderLines, Size, Sku, Slug } from './values.ts'
import { webhookOperations } from './webhooks.ts'

/** The way of an order; `rejected`, `cancelled` and `returned` are ends beside it. */
export const OrderStatus = z.enum([
  'pending',
  'reserved',
  'paid',
  'confirmed',
  'shipped',
  'delivered',
  'rejected',
  'cancelled',
  'returned',
])
export type OrderStatus = z.infer<typeof OrderStatus>

/** Why an order was rejected. */
export const RejectionReason = z.enum(['out_of_stock', 'payment_declined', 'payment_unavailable'])
export type RejectionReason = z.infer<typeof RejectionReason>

export const Contact = z.strictObject({ name: z.string().trim().min(1).max(120), email: z.email().max(254) })
export const Address = z.strictObject({
  line1: z.string().trim().min(1).max(200),
  city: z.string().trim().min(1).max(120),
  postalCode: z.string().trim().min(2).max(16),
  country: z.string().length(2),
})

/** What a checkout sends; the payment token stands for a card at the provider. */
export const PlaceOrder = z.strictObject({
  lines: OrderLines,
  contact: Contact,
  address: Address,
  payment: z.strictObject({ token: z.string().min(1).max(100) }),
})
export type PlaceOrder = z.infer<typeof PlaceOrder>

/** The answer to a placed order, at once; `accessToken` opens the order to whoever holds it. */
export const PlacedOrder = z.object({
  orderId: OrderId,
  number: z.string(),
  status: z.literal('pending'),
  total: Money,
  accessToken: z.string(),
})
export type PlacedOrder = z.infer<typeof PlacedOrder>

/** One entry of an order's history; `seq` counts from 1 without gaps. */
export const TimelineEntry = z.object({
  seq: z.int().positive(),
  at: Instant,
  status: OrderStatus,
  note: z.string().nullable(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

/** How far a history was seen: the `seq` of the last entry that was, or 0. It meets a 32-bit integer in the database. */
export const SeenSeq = z.int32().nonnegative()

/** An order as its owner sees it. */
export const Order = z.object({
  orderId: OrderId,
  number: z.string(),
  status: OrderStatus,
  reason: RejectionReason.nullable(),
  placedAt: Instant,
  lines: z.array(
    z.object({
      sku: Sku,
      slug: Slug,
      title: z.string(),
      size: Size,
      quantity: z.int(),
      unitPrice: Money,
      total: Money,
      edition: z.int(),
      /** Edition numbers; they exist only after `confirmed`. */
      numbers: z.array(z.int()),
    }),
  ),
  total: Money,
  contact: Contact,
  address: Address,
  cancellable: z.boolean(),
  /** It was sent, and may be sent back. */
  returnable: z.boolean(),
  timeline: z.array(TimelineEntry),
})
export type Order = z.infer<typeof Order>

/** An order as its events tell it. None tells of `reserved` and `paid`: it is `pending` until it is confirmed. */
export const OrderSummary = Order.pick({ orderId: true, number: true, status: true, placedAt: true, total: true })
export type OrderSummary = z.infer<typeof OrderSummary>

/** One page of a caller's orders, from the read model, with how far behind it is. */
export const OrderHistory = z.object({
  items: z.array(OrderSummary),
  nextCursor: z.string().nullable(),
  lag: ReadLag,
})

/** How an order is asked for: by its owner, or by whoever holds its access token. */
export const OrderAccess = z.strictObject({ orderId: OrderId, accessToken: z.string().max(200).optional() })

export const CartLines = z.array(OrderLine).max(20)

export const OrderTrail = Trail.extend({ number: z.string(), status: OrderStatus, placedAt: Instant, saga: SagaTrail })

/** What the payment provider says happened, as its signed webhook carries it; repeated and out of order is fine. */
export const PaymentNotice = z.object({
  eventId: z.string().max(100),
  type: z.enum(['charge.captured', 'charge.declined', 'refund.captured']),
  orderId: OrderId,
  entryId: z.string().max(100),
})
export type PaymentNotice = z.infer<typeof PaymentNotice>

const Ref = { orderId: OrderId }
const byOwner = { callers: ['owner', 'staff'], failures: ['not_found'] } as const
const onlyServices = { callers: ['service'] } as const

/** Orders from the basket to the last edition number, with the money. */
export const orders = contract('orders', {
  from: ['gateway', 'host'],
  operations: {
    place: mutation(PlaceOrder, PlacedOrder, {
      callers: ['anyone'],
      scope: 'orders:write',
      idempotency: 'key',
      // A drop sends hundreds of buyers in one second: whoever is in the queue is served rather than sent away.
      deadlineMs: 10_000,
      failures: [
        'unknown_sku',
        'unknown_country',
        'idempotency_in_flight',
        'idempotency_key_reused',
        'inventory_unavailable',
      ],
    }),
    byId: query(OrderAccess, Order, byOwner),
    list: query(
      z.strictObject({ limit: z.int().min(1).max(50).default(20), cursor: z.string().max(300).optional() }),
      OrderHistory,
      { callers: ['anyone'] },
    ),
    cancel: mutation(OrderAccess, z.object({ ...Ref, status: OrderStatus }), {
      ...byOwner,
      scope: 'orders:write',
      idempotency: 'key',
      failures: ['not_found', 'order_not_cancellable', 'idempotency_key_reused'],
    }),
    /** Sends back what was shipped: restocked and refunded, each once. */
    return: mutation(OrderAccess, z.object({ ...Ref, status: OrderStatus }), {
      ...byOwner,
      scope: 'orders:write',
      idempotency: 'key',
      failures: ['not_found', 'order_not_returnable', 'idempotency_key_reused'],
    }),
    /** What the packing table and the carrier say. Answers where the order stands afterwards, moved or not. */
    moveParcel: mutation(
      z.strictObject({ ...Ref, to: z.enum(['shipped', 'delivered']) }),
      z.object({ ...Ref, status: OrderStatus }),
      { callers: ['staff', 'service'], idempotency: 'safe', failures: ['not_found'] },
    ),
    /** The entries after `seq`, oldest first, and whether the last status is final. */
    timelineSince: query(
      OrderAccess.extend({ seq: SeenSeq }),
      z.object({ entries: z.array(TimelineEntry), final: z.boolean() }),
      byOwner,
    ),
    /** Where each history stands, in a word that changes with it: one question tells a gateway which of its streams missed a hint. */
    timelineMarks: query(
      z.strictObject({ orderIds: z.array(OrderId).min(1).max(500) }),
      z.array(z.object({ orderId: OrderId, mark: z.string() })),
      onlyServices,
    ),
    /** By weight alone: the first to show what a new version with a small weight does to figures that nobody waits for. */
    salesOf: query(z.strictObject({ slug: Slug }), z.object({ soldLast30Days: z.int() }), {
      callers: ['anyone'],
      balance: 'weighted',
      hedge: true,
      cache: { freshMs: 2_000 },
    }),
    sales: query(SalesQuery, Sales, { callers: ['staff'] }),
    /** Makes the read models anew from all that was ever told; the readers see the old ones until then. */
    rebuildReads: mutation(z.strictObject({}), Rebuilt, {
      callers: ['staff', 'service'],
      idempotency: 'safe',
      deadlineMs: 30_000,
    }),
    cart: query(z.strictObject({}), z.object({ lines: CartLines }), { callers: ['anyone'] }),
    setCart: mutation(z.strictObject({ lines: CartLines }), z.object({ lines: CartLines }), {
      callers: ['anyone'],
      idempotency: 'safe',
    }),
    recordPayment: mutation(PaymentNotice.strict(), z.object({ known: z.boolean() }), {
      ...onlyServices,
      idempotency: 'safe',
    }),
    trail: query(OrderAccess, OrderTrail, byOwner),
    queues: query(z.strictObject({}), ServiceQueues, { ...onlyServices, balance: 'round-robin' }),
    /** Looks now, at a shop where nothing is under way any more. */
    check: query(z.strictObject({}), Verdict, { ...onlyServices, deadlineMs: 300_000 }),
    /** What the checker found when it last came around by itself. */
    lastVerdict: query(z.strictObject({}), Verdict.nullable(), onlyServices),
    mailbox: query(z.strictObject({ to: z.string().max(254).optional() }), z.array(Mail), onlyServices),
    ...personOperations,
    ...deadLetterOperations,
    ...webhookOperations,
    ...replayOperations,
    ...notebookOperations,
    ...copyOperations,
  },
  commands: {
    /** Takes the money under one key for ever: the pivot of the fulfilment. */
    chargeCard: command(z.object({ ...Ref, stepId: z.string().max(80) })),
    /** Gives the money back, if it was ever taken. */
    refundCard: command(z.object({ ...Ref, stepId: z.string().max(80) })),
    /** In the lab alone. */
    takeNote,
  },
  events: {
    orderPlaced: event(z.object({ ...Ref, lines: z.array(OrderLine) })),
    orderConfirmed: event(z.object({ ...Ref, lines: z.array(OrderLine) })),
    orderRejected: event(z.object({ ...Ref, reason: RejectionReason })),
    orderShipped: event(z.object(Ref)),
    orderDelivered: event(z.object(Ref)),
    orderCancelled: event(z.object(Ref)),
    orderReturned: event(z.object(Ref)),
  },
})
