import type { OrderStatus } from '@switchyard/contracts/orders'
import { mayBecome } from '@switchyard/orders/order'
import type { Shop } from './shop.ts'

/** An order and where it had to end. */
export interface Expected {
  readonly orderId: string
  readonly ends: OrderStatus
}

/** What is wrong with an order that should be at its end: with its status, its history, its money or its stock. */
export async function faultsOfOrder(shop: Shop, { orderId, ends }: Expected): Promise<string[]> {
  const [order, entries, held] = await Promise.all([
    shop.order(orderId),
    shop.bank.entriesOf(orderId),
    shop.inventory.prisma.reservation.findFirst({ where: { orderId } }),
  ])
  const way = order.timeline.map(({ status }) => status)
  const jumps = way.filter((status, index) => {
    const before = way[index - 1]
    return before !== undefined && before !== status && !mayBecome(before, status)
  })
  const paid = order.status === 'confirmed'
  const charges = entries.filter(({ kind }) => kind === 'charge')
  const refunds = entries.filter(({ kind }) => kind === 'refund')
  const sold = held?.state === 'committed'
  const rules: [holds: boolean, told: string][] = [
    [order.status === ends, `is ${order.status}, not ${ends}`],
    [jumps.length === 0, `went ${way.join(' → ')}`],
    [order.timeline.every(({ seq }, index) => seq === index + 1), 'has gaps in its history'],
    [charges.length <= 1, `was charged ${charges.length} times`],
    [refunds.length <= charges.length, `was refunded ${refunds.length} times for ${charges.length} charges`],
    [
      charges.length - refunds.length === (paid ? 1 : 0),
      `is ${order.status} with ${charges.length} charges and ${refunds.length} refunds`,
    ],
    [sold === paid, `is ${order.status} and its stock is ${held?.state}`],
    [held?.state !== 'held', 'still holds stock'],
  ]
  return rules.flatMap(([holds, told]) => (holds ? [] : [`order ${orderId} ${told}`]))
}

/** Everything that is still under way, and every invariant that the checker finds broken; empty once the shop rests. */
export async function faultsOfShop(shop: Shop): Promise<string[]> {
  const open = await Promise.all(
    [shop.orders.pool, shop.inventory.pool].map(async (pool) => {
      const { rows } = await pool.query<{ unsent: number; unheard: number }>(
        `SELECT (SELECT count(*)::int FROM outbox WHERE relayed_at IS NULL) AS unsent,
                (SELECT count(*)::int FROM deliveries WHERE acknowledged_at IS NULL) AS unheard`,
      )
      return rows[0] ?? { unsent: 0, unheard: 0 }
    }),
  )
  const underWay = open.flatMap(({ unsent, unheard }) => [
    ...(unsent > 0 ? [`${unsent} messages are not sent`] : []),
    ...(unheard > 0 ? [`${unheard} deliveries are not acknowledged`] : []),
  ])
  if (underWay.length > 0) return underWay
  const { invariants } = await shop.check()
  return invariants
    .filter(({ broken }) => broken > 0)
    .map(({ name, broken, examples }) => `${name}: ${broken}, such as ${examples[0]}`)
}
