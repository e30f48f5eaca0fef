import type { TimelineEntry } from '@switchyard/contracts/orders'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure, isFailure } from '@switchyard/rpc/failure'
import { merged } from './merge-streams.ts'
import type { TimelineOf } from './rest-events.ts'
import { seenSeqOf } from './seen-seq.ts'

/** An entry of an order, or that there is no such order for this caller. */
export interface OrderTold {
  orderId: string
  entry: TimelineEntry | null
}

interface Followed {
  orders: readonly { orderId: string; accessToken?: string | undefined }[]
  /** How far each of them was seen, in the order in which they are asked for: `4.0.2`. */
  lastEventId?: string | null | undefined
}

/**
 * Several orders in one stream, so that a browser needs no second one however many of its tabs look at orders. Each value's
 * id says how far every order was told, so a stream that was cut resumes for all of them. An order that is not there, or
 * not the caller's, is told once as such, without an entry; when none is there, `not_found`.
 */
export async function* followOrders(
  { orders, lastEventId }: Followed,
  ctx: CallContext,
  timelineOf: TimelineOf,
): AsyncGenerator<[id: string, OrderTold]> {
  const ids = lastEventId?.split('.') ?? []
  const seqs = orders.map((_, index) => seenSeqOf(ids[index]))
  const opened = await Promise.all(
    orders.map((order, index) => timelineOf({ ...order, afterSeq: seqs[index] ?? 0 }, ctx).catch(nothingThere)),
  )
  if (opened.every((timeline) => timeline === null)) throw new Failure('not_found')
  for (const [index, { orderId }] of orders.entries()) {
    if (!opened[index]) yield [seqs.join('.'), { orderId, entry: null }]
  }
  for await (const [index, entry] of merged(opened)) {
    seqs[index] = entry.seq
    yield [seqs.join('.'), { orderId: orders[index]?.orderId ?? '', entry }]
  }
  // Cut short, not finished: thrown as an abort it tells tRPC's client to resume elsewhere, where an end would not.
  ctx.signal.throwIfAborted()
}

function nothingThere(error: unknown): null {
  if (isFailure(error, 'not_found')) return null
  throw error
}
