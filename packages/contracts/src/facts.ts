/**
 * What each service tells the checker of its own books: ids, states and counts, nothing personal. The checker holds the
 * services' facts against one another and against the payment provider's ledger.
 */
import { z } from 'zod'
import { Instant, OrderId, OrderLine, Sku } from './values.ts'

/** Orders by their id, which grows with time: those after `after`, up to and with `until`. */
export const OrderRange = z.strictObject({ after: OrderId, until: OrderId.nullable() })
export type OrderRange = z.infer<typeof OrderRange>

/** A message that a service has sent about an order, and what it knows of each delivery. */
export const SentMessage = z.object({
  id: z.uuid(),
  kind: z.enum(['event', 'command']),
  name: z.string(),
  orderId: z.string(),
  /** The step of a saga that it asks for or answers. */
  stepId: z.string().nullable(),
  at: Instant,
  isRelayed: z.boolean(),
  /** `isReplay`: it was opened once more, however old its message is. */
  deliveries: z.array(z.object({ queue: z.string(), isAcknowledged: z.boolean(), isReplay: z.boolean() })),
})
export type SentMessage = z.infer<typeof SentMessage>

/** A message that was given up, by the queue on which it died. */
export const BuriedMessage = z.object({ messageId: z.uuid(), queue: z.string() })
export type BuriedMessage = z.infer<typeof BuriedMessage>

/** One order as orders has it in its books. */
export const OrderFacts = z.object({
  orderId: OrderId,
  number: z.string(),
  status: z.string(),
  totalAmount: z.int(),
  placedAt: Instant,
  /** Since when it has this status. */
  statusAt: Instant,
  lines: z.array(OrderLine.extend({ numbers: z.array(z.int()) })),
  timeline: z.array(z.object({ seq: z.int(), status: z.string() })),
  sagas: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      steps: z.array(z.object({ name: z.string(), state: z.string() })),
    }),
  ),
  payment: z.object({
    state: z.string(),
    amount: z.int(),
    chargeId: z.string().nullable(),
    refundId: z.string().nullable(),
  }),
  /** What the read models show of it; `null`: they have never heard of it. An order without number and amount is a mistake that a check has to tell of. */
  read: z.object({ number: z.string().nullable(), status: z.string(), totalAmount: z.int().nullable() }).nullable(),
  sales: z.array(z.object({ sku: Sku, quantity: z.int(), amount: z.int() })),
  /** `isOwn`: it went to the order's own contact. */
  mails: z.array(z.object({ kind: z.string(), isOwn: z.boolean() })),
  /** The keys under which it was placed; `isOwn`: by its owner, and answered with its number and total. */
  keys: z.array(z.object({ isOwn: z.boolean() })),
})
export type OrderFacts = z.infer<typeof OrderFacts>

/** What inventory has in its books for one order. */
export const ReservationFacts = z.object({
  orderId: OrderId,
  state: z.string(),
  expiresAt: Instant.nullable(),
  lines: z.array(OrderLine.extend({ numbers: z.array(z.int()) })),
})
export type ReservationFacts = z.infer<typeof ReservationFacts>

/** A range of orders as inventory knows them, with what it has sent about them. */
export const StockroomFacts = z.object({
  reservations: z.array(ReservationFacts),
  sent: z.array(SentMessage),
  buried: z.array(BuriedMessage),
})
export type StockroomFacts = z.infer<typeof StockroomFacts>

/** One SKU's piles beside what they must follow from, all of one moment. */
export const PileFacts = z.object({
  sku: Sku,
  edition: z.int(),
  onHand: z.int(),
  reserved: z.int(),
  sold: z.int(),
  /** The sums of the stock room's own ledger. */
  moved: z.object({ edition: z.int(), onHand: z.int(), reserved: z.int(), sold: z.int() }),
  /** Prints in reservations that are held, and in those that are committed. */
  held: z.int(),
  committed: z.int(),
  /** Edition numbers that were given out. */
  numbered: z.int(),
})
export type PileFacts = z.infer<typeof PileFacts>

/** What the checker found: every invariant by name, with how often it is broken and where. */
export const Verdict = z.object({
  at: Instant,
  ms: z.int(),
  /** Of this many orders. */
  orders: z.int(),
  entries: z.int(),
  skus: z.int(),
  invariants: z.array(
    z.object({ name: z.string(), guarantee: z.string(), broken: z.int(), examples: z.array(z.string()) }),
  ),
})
export type Verdict = z.infer<typeof Verdict>
