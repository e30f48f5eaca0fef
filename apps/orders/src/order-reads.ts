import {
  Address,
  Contact,
  type Order,
  OrderStatus,
  RejectionReason,
  type TimelineEntry,
} from '@switchyard/contracts/orders'
import { Size } from '@switchyard/contracts/values'
import type { OrdersDatabase } from '@switchyard/db/orders'
import type { SagaState } from '@switchyard/messaging/saga'
import { z } from 'zod'
import { isCancellable, isFinal, isReturnable } from './order.ts'

/** What {@link createOrderReads} makes. */
export type OrderReads = ReturnType<typeof createOrderReads>

/** Orders as they are shown. Whoever shows one checks `owner` first. */
export function createOrderReads({ pool, prisma }: Pick<OrdersDatabase, 'pool' | 'prisma'>) {
  return {
    ownerOf: (orderId: string) => prisma.order.findFirst({ where: { id: orderId }, select: { owner: true } }),

    async byId(orderId: string): Promise<{ owner: string; order: Order } | undefined> {
      const row = await findWhole(prisma, orderId)
      return row ? { owner: row.owner, order: shown(row) } : undefined
    },

    /** The entries after `seq` and whether they are the last; asked by every open stream, so it is one statement. */
    async timelineSince(orderId: string, seq: number) {
      const { rows } = await pool.query<{
        owner: string
        status: string
        saga: string
        entries: TimelineEntry[] | null
      }>({
        name: 'timeline-since',
        text: timelineSql,
        values: [orderId, seq],
      })
      const [row] = rows
      if (!row) return undefined
      const final = isFinal(OrderStatus.parse(row.status), SagaPhase.parse(row.saga))
      const entries = (row.entries ?? []).map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() }))
      return { owner: row.owner, entries, final }
    },

    /** For each order that is there a word that changes whenever `timelineSince` would tell something else. */
    async timelineMarks(orderIds: readonly string[]) {
      const { rows } = await pool.query<{ orderId: string; mark: string }>({
        name: 'timeline-marks',
        text: timelineMarksSql,
        values: [orderIds],
      })
      return rows
    },

    /** An order's saga as its rows tell it. */
    async saga(orderId: string) {
      const steps = { orderBy: { position: 'asc' } } as const
      const include = { saga: { include: { steps } } } as const
      const row = await prisma.order.findFirst({ where: { id: orderId }, include })
      if (!row?.saga) return undefined
      const { owner, number, status, placedAt, saga } = row
      return { owner, number, status: OrderStatus.parse(status), placedAt: placedAt.toISOString(), saga }
    },
  }
}

const SagaPhase = z.enum(['running', 'undoing', 'done', 'undone']) satisfies z.ZodType<SagaState['state']>

const eur = (amount: number) => ({ amount, currency: 'EUR' as const })

const findWhole = (prisma: OrdersDatabase['prisma'], id: string) =>
  prisma.order.findFirst({
    where: { id },
    include: { lines: { orderBy: { position: 'asc' } }, timeline: { orderBy: { seq: 'asc' } } },
  })
type OrderRow = NonNullable<Awaited<ReturnType<typeof findWhole>>>

function shown(row: OrderRow): Order {
  const status = OrderStatus.parse(row.status)
  return {
    orderId: row.id,
    number: row.number,
    status,
    reason: RejectionReason.nullable().parse(row.reason),
    placedAt: row.placedAt.toISOString(),
    lines: row.lines.map(({ sku, slug, title, size, quantity, unitAmount, edition, numbers }) => ({
      ...{ sku, slug, title, size: Size.parse(size), quantity, edition, numbers },
      unitPrice: eur(unitAmount),
      total: eur(unitAmount * quantity),
    })),
    total: eur(row.totalAmount),
    contact: Contact.parse(row.contact),
    address: Address.parse(row.address),
    cancellable: isCancellable(status),
    returnable: isReturnable(status),
    timeline: row.timeline.map(({ seq, at, status, note }) => ({
      ...{ seq, note, at: at.toISOString() },
      status: OrderStatus.parse(status),
    })),
  }
}

const timelineSql = `
  SELECT o.owner, o.status, s.state AS saga,
         (SELECT json_agg(json_build_object('seq', seq, 'at', at, 'status', status, 'note', note) ORDER BY seq)
            FROM timeline WHERE order_id = o.id AND seq > $2) AS entries
    FROM orders o JOIN sagas s ON s.order_id = o.id WHERE o.id = $1`

const timelineMarksSql = `
  SELECT o.id AS "orderId", concat_ws(' ', (SELECT max(seq) FROM timeline WHERE order_id = o.id), o.status, s.state) AS mark
    FROM orders o JOIN sagas s ON s.order_id = o.id WHERE o.id = ANY($1::uuid[])`
