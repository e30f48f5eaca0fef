/**
 * The only file that knows how stock is kept. A command is one statement: the inbox row, the move (a function of the
 * migrations) and its answer in the outbox are committed together or not at all. The moves are functions, because each
 * statement in them sees what was committed while it waited for a lock; CTEs would all see the moment before the wait.
 * Reservations that come while others are being written share a statement, so a hot print costs a commit a group.
 */
import type { Reservation, Stock } from '@switchyard/contracts/inventory'
import type { OrderLine } from '@switchyard/contracts/values'
import { groupCommit } from '@switchyard/db/group-commit'
import type { InventoryDatabase } from '@switchyard/db/inventory'
import { insertInbox, insertInboxAll, type Received } from '@switchyard/messaging/inbox'
import {
  insertOutbox,
  insertOutboxFrom,
  messagesOf,
  type Outgoing,
  outboxRow,
  outboxRows,
} from '@switchyard/messaging/outbox'
import { availableOf, endOfHold, type ReservationState } from './stock.ts'

/** One command, and each event that may answer it: the one that the move decides on is sent, completed with what only the database knows. */
export interface Asked {
  readonly received: Pick<Received<unknown>, 'consumer' | 'id'>
  readonly orderId: string
  readonly nowMs: number
  readonly answers: readonly Outgoing[]
}

/** A reservation that is wanted until `untilMs`. */
export interface AskedReservation extends Asked {
  readonly lines: readonly OrderLine[]
  readonly untilMs: number
}

export type StockStore = ReturnType<typeof createStockStore>

/**
 * Opens the stock room on inventory's database. Every method throws the driver's error when the database is away. `moved` is
 * told of the SKUs whose piles may have changed, after each commit.
 */
export function createStockStore(
  { pool, prisma }: InventoryDatabase,
  { moved = () => undefined }: { moved?: (skus: readonly string[]) => void } = {},
) {
  const move = async (call: string, { received, answers }: Asked, parameters: readonly unknown[]) => {
    const { rows } = await pool.query<{ skus: string[] }>({
      name: `stock.${call}`,
      text: `WITH fresh AS (${insertInbox('$1', '$2')}),
                  decided AS MATERIALIZED (SELECT ${call} AS move FROM fresh),
                  told AS (${insertOutboxFrom(`${messagesOf('$3')} JOIN decided ON ${isDecided}`, completed)})
             SELECT ${skusOf('$4')} AS skus FROM told`,
      values: [received.consumer, received.id, outboxRows(answers), ...parameters],
    })
    moved(rows[0]?.skus ?? [])
  }
  const reserveAll = async (asked: readonly AskedReservation[]) => {
    await pool.query({ name: 'stock.reserve', text: reserveSql, values: columnsOf(asked) })
    moved(asked.flatMap(({ lines }) => lines.map(({ sku }) => sku)))
  }
  return {
    /** Holds all lines of an order until `untilMs`, or none. */
    reserve: groupCommit(reserveAll, { itemsMax: 100 }),
    /** Sells what is held and gives out the lowest free edition numbers. */
    commit: (asked: Asked) => move('commit_stock($4, $5)', asked, [asked.orderId, new Date(asked.nowMs)]),
    /** Puts back what is held or sold, or forbids the reservation that has not come yet. */
    release: (asked: Asked) => move('release_stock($4, $5)', asked, [asked.orderId, new Date(asked.nowMs)]),

    /** The orders whose hold is over, the longest overdue first. */
    async findOverdue({ nowMs, limit }: { nowMs: number; limit: number }): Promise<string[]> {
      const { rows } = await pool.query<{ order_id: string }>(
        `SELECT order_id FROM reservation WHERE state = 'held' AND expires_at <= $1 ORDER BY expires_at LIMIT $2`,
        [new Date(nowMs), limit],
      )
      return rows.map((row) => row.order_id)
    },
    /** Ends those holds that are still overdue, sends their events alone, and returns their orders. */
    async expire({ orderIds, nowMs, events }: { orderIds: string[]; nowMs: number; events: readonly Outgoing[] }) {
      const { rows } = await pool.query<{ order_id: string; skus: string[] }>(
        `WITH expired AS MATERIALIZED (SELECT expire_reservations($1, $2) AS order_id),
              told AS (${insertOutbox('$3', 'WHERE aggregate_id IN (SELECT order_id::text FROM expired)')})
         SELECT order_id, ${skusOf('expired.order_id')} AS skus FROM expired`,
        [orderIds, new Date(nowMs), outboxRows(events)],
      )
      moved(rows.flatMap(({ skus }) => skus))
      return rows.map((row) => row.order_id)
    },

    async stockBySku(sku: string): Promise<Stock | undefined> {
      const row = await prisma.stock.findFirst({ where: { sku } })
      return row ? toStock(row) : undefined
    },
    async stockOfPrint(slug: string): Promise<Stock[]> {
      const rows = await prisma.stock.findMany({ where: { variant: { slug } }, orderBy: { sku: 'desc' } })
      return rows.map(toStock)
    },
    /** The same of several prints; what is no print has none. */
    async stockOfPrints(slugs: string[]): Promise<{ slug: string; stock: Stock[] }[]> {
      const rows = await prisma.variant.findMany({
        where: { slug: { in: slugs } },
        orderBy: { sku: 'desc' },
        include: { stock: true },
      })
      const bySlug = Map.groupBy(rows, ({ slug }) => slug)
      return [...bySlug].map(([slug, variants]) => ({
        slug,
        stock: variants.flatMap(({ stock }) => (stock ? [toStock(stock)] : [])),
      }))
    },
    async reservation(orderId: string): Promise<Reservation | null> {
      const row = await prisma.reservation.findFirst({ where: { orderId }, include: { lines: true, numbers: true } })
      return row ? toReservation(row) : null
    },
  }
}

const skusOf = (orderId: string) => `array(SELECT sku FROM reservation_line WHERE order_id = ${orderId})`

/** Of the answers that are possible the one that the move names, with the move's facts in its payload. */
const isDecided = `name = 'inventory.' || (move ->> 'event')`
const completed = `payload || (move -> 'facts')`

/**
 * Reads {@link columnsOf}. Only what is new to the inbox is decided, and answered by one of the answers that came with it; of
 * several copies of a message the first counts.
 */
const reserveSql = `
  WITH fresh AS (${insertInboxAll('$1', '$2')}),
       asked AS (SELECT DISTINCT ON (message_id) *
                   FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[])
                     WITH ORDINALITY AS ask (message_id, order_id, until, moment, place)
                   JOIN fresh USING (message_id)
                  ORDER BY message_id, place),
       decided AS MATERIALIZED (
         SELECT move.*
           FROM (SELECT array_agg(order_id ORDER BY place) AS orders, array_agg(until ORDER BY place) AS untils,
                        array_agg(moment ORDER BY place) AS moments FROM asked) AS together,
                reserve_stock(orders, untils, moments, $6, $7, $8) AS move
          WHERE orders IS NOT NULL),
       told AS (${insertOutboxFrom(
         `${messagesOf('$9', ', place bigint')} JOIN asked USING (place) JOIN decided ON reserved_for = order_id AND ${isDecided}`,
         completed,
       )})
  SELECT 1 FROM told`

function columnsOf(asked: readonly AskedReservation[]): unknown[] {
  const lines = asked.flatMap(({ orderId, lines }) => lines.map((line) => ({ orderId, ...line })))
  return [
    asked.map(({ received }) => received.consumer),
    asked.map(({ received }) => received.id),
    asked.map(({ orderId }) => orderId),
    asked.map(({ untilMs }) => new Date(untilMs)),
    asked.map(({ nowMs }) => new Date(nowMs)),
    lines.map(({ orderId }) => orderId),
    lines.map(({ sku }) => sku),
    lines.map(({ quantity }) => quantity),
    JSON.stringify(
      asked.flatMap(({ answers }, index) => answers.map((answer) => ({ place: index + 1, ...outboxRow(answer) }))),
    ),
  ]
}

const toStock = ({ sku, edition, onHand, reserved, sold }: Omit<Stock, 'available'>): Stock => ({
  sku,
  edition,
  onHand,
  reserved,
  sold,
  available: availableOf({ onHand, reserved }),
})

function toReservation(row: {
  orderId: string
  state: string
  expiresAt: Date | null
  lines: readonly OrderLine[]
  numbers: readonly { sku: string; number: number }[]
}): Reservation {
  const state = row.state as ReservationState
  const numbersOf = (sku: string) => row.numbers.filter((given) => given.sku === sku).map(({ number }) => number)
  return {
    orderId: row.orderId,
    state,
    lines: row.lines.map(({ sku, quantity }) => ({ sku, quantity, numbers: numbersOf(sku).sort((a, b) => a - b) })),
    expiresAt: endOfHold(state, row.expiresAt),
  }
}
