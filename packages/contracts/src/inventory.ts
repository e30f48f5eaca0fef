import { z } from 'zod'
import { command, contract, event, mutation, query } from './contract.ts'
import { copyOperations } from './copies.ts'
import { deadLetterOperations } from './dead-letter.ts'
import { OrderRange, PileFacts, StockroomFacts } from './facts.ts'
import { replayOperations } from './replay.ts'
import { ServiceQueues, Trail } from './trail.ts'
import { Instant, Money, OrderId, OrderLine, OrderLines, Size, Sku, Slug } from './values.ts'

/** How the catalogue is asked: every filter narrows, `cursor` is opaque and belongs to the same filters. */
export const CatalogueQuery = z.strictObject({
  search: z.string().max(100).optional(),
  collection: z.string().max(80).optional(),
  palette: z.string().max(80).optional(),
  size: Size.optional(),
  /** Minor units, inclusive, compared with the price of the lowest variant. */
  minPrice: z.int().nonnegative().optional(),
  maxPrice: z.int().nonnegative().optional(),
  inStock: z.boolean().optional(),
  sort: z.enum(['newest', 'price', '-price', 'title']).default('newest'),
  limit: z.int().min(1).max(50).default(24),
  cursor: z.string().max(300).optional(),
})

/** A print as the catalogue lists it: `price` is the lowest variant's, `available` the sum over its sizes. */
export const PrintCard = z.object({
  slug: Slug,
  title: z.string(),
  artist: z.string(),
  collection: z.string(),
  palette: z.string(),
  price: Money,
  sizes: z.array(Size),
  /** All prints of all sizes that will ever exist. */
  edition: z.int(),
  available: z.int().nullable(),
})
export type PrintCard = z.infer<typeof PrintCard>

const Facet = z.array(z.object({ value: z.string(), count: z.int() }))

/** One page of prints; each facet is counted without its own filter. */
export const Catalogue = z.object({
  items: z.array(PrintCard),
  facets: z.object({ collection: Facet, palette: Facet, size: Facet }),
  /** All prints that match, on every page. */
  total: z.int(),
  nextCursor: z.string().nullable(),
})
export type Catalogue = z.infer<typeof Catalogue>

/** A print's own page, without anything that changes by the second. */
export const Print = z.object({
  slug: Slug,
  title: z.string(),
  artist: z.string(),
  description: z.string(),
  collection: z.string(),
  palette: z.string(),
  year: z.int(),
  releasedAt: Instant,
  variants: z.array(z.object({ sku: Sku, size: Size, price: Money, edition: z.int() })),
  related: z.array(PrintCard),
})
export type Print = z.infer<typeof Print>

/** The stock of one SKU: `onHand + sold = edition` and `available = onHand − reserved`, always. */
export const Stock = z.object({
  sku: Sku,
  edition: z.int(),
  onHand: z.int(),
  reserved: z.int(),
  sold: z.int(),
  available: z.int(),
})
export type Stock = z.infer<typeof Stock>

/** What staff ask for: from now on a SKU costs so many minor units. */
export const PriceChange = z.strictObject({ sku: Sku, amount: z.int().min(1).max(10_000_000) })
/** What a SKU costs. */
export const Price = z.object({ sku: Sku, slug: Slug, price: Money })
export type Price = z.infer<typeof Price>

/** What a SKU is and costs now; `quote` answers for those that exist and leaves the others out. */
export const QuotedItem = z.object({
  sku: Sku,
  slug: Slug,
  title: z.string(),
  size: Size,
  edition: z.int(),
  unitPrice: Money,
  available: z.int(),
})
export type QuotedItem = z.infer<typeof QuotedItem>

const ReservationState = z.enum(['held', 'refused', 'committed', 'released', 'expired'])

/** What inventory knows of an order's stock; `numbers` are edition numbers and exist once committed. */
export const Reservation = z.object({
  orderId: OrderId,
  state: ReservationState,
  lines: z.array(OrderLine.extend({ numbers: z.array(z.int()) })),
  expiresAt: Instant.nullable(),
})
export type Reservation = z.infer<typeof Reservation>

/** Ties an answer to the step of the saga that asked; a step asked twice keeps its id. */
const Step = { orderId: OrderId, stepId: z.string().max(80) }
const Slugs = z.strictObject({ slugs: z.array(Slug).max(50) })
const hourMs = 3_600_000
const everyone = { callers: ['anyone'] } as const
const onlyServices = { callers: ['service'] } as const

/** The catalogue and the stock room. */
export const inventory = contract('inventory', {
  from: ['gateway', 'orders', 'host'],
  operations: {
    listPrints: query(CatalogueQuery, Catalogue, {
      ...everyone,
      hedge: true,
      fallback: 'last-good',
      // It shows what is left of each print, which changes all the time.
      cache: { freshMs: 1_000, staleMs: 2_000, staleIfErrorMs: hourMs, purgedBy: ['price'] },
    }),
    printBySlug: query(z.strictObject({ slug: Slug }), Print, {
      ...everyone,
      hedge: true,
      fallback: 'last-good',
      cache: { freshMs: 5_000, staleMs: 10_000, staleIfErrorMs: hourMs, notFoundMs: 2_000, purgedBy: ['price'] },
      failures: ['not_found'],
    }),
    /** Unknown is better than old, so a copy of it is never given in place of an answer. */
    stockOfPrint: query(z.strictObject({ slug: Slug }), z.array(Stock), {
      ...everyone,
      hedge: true,
      cache: { freshMs: 1_000, purgedBy: ['stock/{slug}'] },
    }),
    /** Several prints at once, for whoever shows a list of them; what is no print is left out. */
    printsBySlugs: query(Slugs, z.array(Print), { ...everyone, hedge: true }),
    stockOfPrints: query(Slugs, z.array(z.object({ slug: Slug, stock: z.array(Stock) })), { ...everyone, hedge: true }),
    stockBySku: query(z.strictObject({ sku: Sku }), Stock, { ...everyone, hedge: true, failures: ['not_found'] }),
    changePrice: mutation(PriceChange, Price, { callers: ['staff'], idempotency: 'safe', failures: ['not_found'] }),
    quote: query(z.strictObject({ skus: z.array(Sku).max(20) }), z.array(QuotedItem), {
      ...everyone,
      deadlineMs: 5_000,
    }),
    /** Asked again and again while an order waits: always of the same instance, while it is there. */
    reservation: query(z.strictObject({ orderId: OrderId }), Reservation.nullable(), {
      ...onlyServices,
      balance: { hash: 'orderId' },
    }),
    trail: query(z.strictObject({ orderId: OrderId }), Trail, onlyServices),
    /** For the checker, which holds them against what others have in their books. */
    facts: query(OrderRange, StockroomFacts, { ...onlyServices, deadlineMs: 5_000 }),
    pileFacts: query(z.strictObject({}), z.array(PileFacts), { ...onlyServices, deadlineMs: 5_000 }),
    /** Asked once a second by whoever looks on, of each instance in its turn. */
    queues: query(z.strictObject({}), ServiceQueues, { ...onlyServices, balance: 'round-robin' }),
    ...deadLetterOperations,
    ...replayOperations,
    ...copyOperations,
  },
  commands: {
    /** All lines or none. Answered by `stockReserved` or `stockRefused`. */
    reserveStock: command(z.object({ ...Step, lines: OrderLines })),
    /** Turns reserved into sold and gives out edition numbers. Answered by `stockCommitted`, or `stockRefused` when the hold is gone. */
    commitStock: command(z.object(Step)),
    /** Gives back what an order holds or bought; a release that comes before its reservation forbids it. Answered by `stockReleased`. */
    releaseStock: command(z.object(Step)),
  },
  events: {
    stockReserved: event(z.object({ ...Step, expiresAt: Instant })),
    stockRefused: event(z.object({ ...Step, sku: Sku.nullable() })),
    stockCommitted: event(z.object({ ...Step, lines: z.array(z.object({ sku: Sku, numbers: z.array(z.int()) })) })),
    stockReleased: event(z.object(Step)),
    reservationExpired: event(z.object({ orderId: OrderId })),
  },
})
