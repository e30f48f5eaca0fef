import type { OrderStatus, OrderSummary } from '@switchyard/contracts/orders'
import type { ReadLag, Sales } from '@switchyard/contracts/sales'
import { subscribers } from '@switchyard/contracts/subscribers'
import type { Clock } from '@switchyard/runtime/clock'
import type { Pool } from 'pg'

/** What {@link createOrderHistory} makes. */
export type OrderHistory = ReturnType<typeof createOrderHistory>

/** Order history and sales as the read models tell them: a moment later than the orders themselves, and `lag` says how much. */
export function createOrderHistory({ pool, clock }: { pool: Pool; clock: Clock }) {
  return {
    /** One principal's orders, and those of the guests that they were, newest first; `before` is the id of the last one seen, for UUIDs v7 sort by time. */
    async list(owner: string, { limit, before }: { limit: number; before: string | undefined }) {
      const isPerson = !/^(guest|partner):/.test(owner)
      const { rows } = await pool.query<HistoryRow>({
        name: isPerson ? 'list-history-of-person' : 'list-history',
        text: isPerson ? listOfPersonSql : listSql,
        values: [owner, before ?? null, limit + 1],
      })
      const items = rows.slice(0, limit).map(asSummary)
      return { items, last: rows.length > limit ? items.at(-1)?.orderId : undefined }
    },

    /** Prints of one slug that were sold since then, less those that were taken back. */
    async soldSince(slug: string, since: Date): Promise<number> {
      const { rows } = await pool.query<{ sold: number }>({
        name: 'sold-since',
        text: 'SELECT coalesce(sum(quantity), 0)::int AS sold FROM sales WHERE slug = $1 AND at >= $2',
        values: [slug, since],
      })
      return Math.max(rows[0]?.sold ?? 0, 0)
    },

    /** The last `days` days of UTC, today's included, oldest first. */
    async sales({ days }: { days: number }): Promise<Omit<Sales, 'lag'>> {
      const today = new Date(clock.now()).toISOString().slice(0, 10)
      const [byDay, byPrint] = await Promise.all([
        pool.query<Figures & { day: string; orders: number }>(byDaySql, [today, days]),
        pool.query<Figures & { slug: string }>(byPrintSql, [today, days]),
      ])
      return {
        days: byDay.rows.map(({ day, orders, ...figures }) => ({ day, orders, ...asFigures(figures) })),
        prints: byPrint.rows.map(({ slug, ...figures }) => ({ slug, ...asFigures(figures) })),
      }
    },

    /** How far the read models are behind what was committed. */
    async lag(): Promise<ReadLag> {
      const { rows } = await pool.query<{ waiting: number; oldest: Date | null; took: number | null; dead: number }>({
        name: 'read-lag',
        text: lagSql,
        values: [subscribers[queue].map(({ name }) => name), queue, countedMax],
      })
      const { waiting = 0, oldest = null, took = null, dead = 0 } = rows[0] ?? {}
      const nowMs = clock.now()
      return {
        at: new Date(nowMs).toISOString(),
        waiting,
        behindMs: oldest ? Math.max(nowMs - oldest.getTime(), 0) : 0,
        lastTookMs: took,
        dead,
      }
    },
  }
}

const queue = 'orders.history'
const countedMax = 1_000

interface HistoryRow {
  order_id: string
  number: string
  total_amount: number
  placed_at: Date
  status: OrderStatus
}

const asSummary = (row: HistoryRow): OrderSummary => ({
  orderId: row.order_id,
  number: row.number,
  status: row.status,
  placedAt: row.placed_at.toISOString(),
  total: { amount: row.total_amount, currency: 'EUR' },
})

interface Figures {
  sold: number
  taken_back: number
  revenue: number
}
const asFigures = ({ sold, taken_back: takenBack, revenue }: Figures) => ({
  ...{ sold, takenBack },
  revenue: { amount: revenue, currency: 'EUR' as const },
})

/** SQL of the status that a row of `order_history` tells: an order goes only one way, so the furthest fact is it, whichever was heard first. */
export const readStatus = `
         CASE WHEN returned_at IS NOT NULL THEN 'returned' WHEN cancelled_at IS NOT NULL THEN 'cancelled'
              WHEN rejected_at IS NOT NULL THEN 'rejected' WHEN delivered_at IS NOT NULL THEN 'delivered'
              WHEN shipped_at IS NOT NULL THEN 'shipped' WHEN confirmed_at IS NOT NULL THEN 'confirmed'
              ELSE 'pending' END`

const list = (whose: string) => `
  SELECT order_id, number, total_amount, placed_at, ${readStatus} AS status
    FROM order_history
   WHERE ${whose} AND placed_at IS NOT NULL AND ($2::uuid IS NULL OR order_id < $2)
   ORDER BY order_id DESC LIMIT $3`
const listSql = list('owner = $1')
const listOfPersonSql = list('owner IN (SELECT $1 UNION SELECT guest FROM adopted_guests WHERE owner = $1)')

const figuresSql = `
  coalesce(sum(quantity) FILTER (WHERE kind = 'sold'), 0)::int AS sold,
  coalesce(-sum(quantity) FILTER (WHERE kind = 'taken_back'), 0)::int AS taken_back,
  coalesce(sum(amount), 0)::int AS revenue`
const firstDay = `($1::date - $2::int + 1)`

const byDaySql = `
  SELECT to_char(day, 'YYYY-MM-DD') AS day, count(DISTINCT order_id) FILTER (WHERE kind = 'sold')::int AS orders, ${figuresSql}
    FROM generate_series(${firstDay}, $1::date, interval '1 day') AS days (day)
    LEFT JOIN sales ON at >= day AT TIME ZONE 'UTC' AND at < (day + interval '1 day') AT TIME ZONE 'UTC'
   GROUP BY day ORDER BY day`

const byPrintSql = `
  SELECT slug, ${figuresSql}
    FROM sales WHERE at >= ${firstDay}::timestamp AT TIME ZONE 'UTC' AND at < ($1::date + 1)::timestamp AT TIME ZONE 'UTC'
   GROUP BY slug ORDER BY revenue DESC, slug LIMIT 100`

const lagSql = `
  WITH open AS (
    (SELECT id, created_at FROM outbox WHERE relayed_at IS NULL AND name = ANY ($1::text[]) LIMIT $3::int + 1)
    UNION
    (SELECT o.id, o.created_at FROM deliveries d JOIN outbox o ON o.id = d.message_id
      WHERE d.acknowledged_at IS NULL AND d.queue = $2 ORDER BY o.created_at LIMIT $3::int + 1)
  ), waiting AS (
    SELECT * FROM open WHERE NOT EXISTS (SELECT 1 FROM order_journal j WHERE j.id = open.id)
  ), latest AS (
    SELECT greatest(extract(epoch FROM applied_at - at) * 1000, 0)::int AS took FROM order_journal ORDER BY at DESC LIMIT 1
  )
  SELECT least(count(*), $3)::int AS waiting, min(created_at) AS oldest, (SELECT took FROM latest) AS took,
         (SELECT count(*)::int FROM dead_letters WHERE consumer = $2 AND state IN ('waiting', 'replaying')) AS dead
    FROM waiting`
