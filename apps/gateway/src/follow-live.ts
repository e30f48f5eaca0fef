import type { PrintNews } from '@switchyard/contracts/pages'
import type { CallContext } from '@switchyard/rpc/envelope'
import { isFailure } from '@switchyard/rpc/failure'
import { merged } from './merge-streams.ts'
import { followOrders, type OrderTold } from './order-timelines.ts'
import type { TimelineOf } from './rest-events.ts'

/** Tells when something may have changed; hints get lost, so nobody relies on them alone. */
export type Hear = (topic: 'price' | 'stock', slug: string, wake: () => void) => () => void

/** The news of one print for a caller, until its signal aborts. */
export type NewsOf = (slug: string, ctx: CallContext) => AsyncGenerator<PrintNews>

/** Where nobody tells of prints. */
export async function* noNews(): AsyncGenerator<PrintNews> {}

interface Followed {
  orders: readonly { orderId: string; accessToken?: string | undefined }[]
  prints: readonly string[]
  /** How far each order was seen; prints begin with what is true now. */
  lastEventId?: string | null | undefined
}

/**
 * Everything that a browser looks at, in one stream, so that its tabs need no second one: orders, each entry once and in order, and prints, each with
 * what is true of it now. The id of each value says how far the orders were told, so that a stream that was cut resumes. `not_found`
 * when only orders are asked for and none is there.
 */
export async function* followLive(
  { orders, prints, lastEventId }: Followed,
  ctx: CallContext,
  { timelineOf, newsOf }: { timelineOf: TimelineOf; newsOf: NewsOf },
): AsyncGenerator<[id: string, { order: OrderTold | null; print: PrintNews | null }]> {
  let place = lastEventId || '0'
  // Where one of them fails the stream ends, and its connection may not: by this the others end too, also those that never began.
  const ended = new AbortController()
  const within = { ...ctx, signal: AbortSignal.any([ctx.signal, ended.signal]) }
  const told = ordersOf({ orders, prints, lastEventId }, within, timelineOf)
  const news = prints.map((slug) => newsOf(slug, within))
  try {
    for await (const [, value] of merged<[string, OrderTold] | PrintNews>([told, ...news])) {
      if (!Array.isArray(value)) {
        yield [place, { order: null, print: value }]
        continue
      }
      place = value[0]
      yield [place, { order: value[1], print: null }]
    }
  } finally {
    ended.abort()
  }
  // Cut short, not finished: thrown as an abort it tells tRPC's client to resume elsewhere, where an end would not.
  ctx.signal.throwIfAborted()
}

/** Orders that are not there end no stream that has prints to tell of. */
async function* ordersOf({ orders, prints, lastEventId }: Followed, ctx: CallContext, timelineOf: TimelineOf) {
  if (orders.length === 0) return
  try {
    yield* followOrders({ orders, lastEventId }, ctx, timelineOf)
  } catch (error) {
    if (prints.length === 0 || !isFailure(error, 'not_found')) throw error
    for (const { orderId } of orders) yield ['0', { orderId, entry: null }] as [string, OrderTold]
  }
}
