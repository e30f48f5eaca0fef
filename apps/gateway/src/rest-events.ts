import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { TimelineEntry } from '@switchyard/contracts/orders'
import { OrderId } from '@switchyard/contracts/values'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { TimelineAsk } from './order-timeline.ts'
import { resumeNow, resumeSoon } from './resume-soon.ts'
import { seenSeqOf } from './seen-seq.ts'
import { type StreamRules, streamContextOf } from './stream-context.ts'

const heartbeatMs = 15_000

/** A stream's source, once it is known that there is one for this caller. */
export type TimelineOf = (ask: TimelineAsk, ctx: CallContext) => Promise<AsyncGenerator<TimelineEntry>>

/**
 * `GET /orders/{orderId}/events`: the order's history as server-sent events, `id` being the entry's `seq`. Resumes after
 * `Last-Event-ID`, says `event: end` after a final status, and a comment every 15 s. Drain ends every stream; a client
 * resumes at another gateway.
 */
export function serveEvents(
  app: FastifyInstance,
  { timelineOf, streams }: { timelineOf: TimelineOf; streams: StreamRules },
): void {
  // Fastify would answer HEAD from the same handler, and nobody would ever end that stream.
  const only = { exposeHeadRoute: false, config: { operation: 'orders.timeline' } }
  app.get<{ Params: { orderId: string } }>('/orders/:orderId/events', only, async (request, reply) => {
    const ctx = streamContextOf({ request, reply }, streams)
    const entries = await timelineOf(askOf(request), ctx)
    const stream = new PassThrough()
    reply.headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    void pump(stream, { entries, ctx, clock: streams.clock, lastWords: () => resumeNow(request) })
    return reply.send(stream)
  })
}

function askOf(request: FastifyRequest<{ Params: { orderId: string } }>) {
  const { accessToken } = request.query as { accessToken?: string }
  const token = request.headers['x-order-token'] ?? accessToken
  const { orderId } = request.params
  if (!OrderId.safeParse(orderId).success) throw new Failure('invalid_input', { detail: 'orderId must be a UUID.' })
  const afterSeq = seenSeqOf(request.headers['last-event-id']?.toString())
  return { orderId, afterSeq, ...(typeof token === 'string' ? { accessToken: token } : {}) }
}

async function pump(
  stream: PassThrough,
  {
    entries,
    ctx,
    clock,
    lastWords,
  }: {
    entries: AsyncGenerator<TimelineEntry>
    ctx: CallContext
    clock: Clock
    lastWords: () => string
  },
) {
  const closing = new AbortController()
  void heartbeat(stream, clock, AbortSignal.any([closing.signal, ctx.signal]))
  try {
    for await (const entry of entries) {
      const isTaken = stream.write(`id: ${entry.seq}\nevent: timeline\ndata: ${JSON.stringify(entry)}\n\n`)
      // Whoever reads slowly is asked to come along before more is fetched for them.
      if (!isTaken) await once(stream, 'drain', { signal: ctx.signal })
    }
    if (!ctx.signal.aborted) stream.write('event: end\ndata: {}\n\n')
  } catch {
    // The order cannot be followed any more; the client comes back by itself and hears why.
  } finally {
    closing.abort()
    stream.end(lastWords())
  }
}

async function heartbeat(stream: PassThrough, clock: Clock, signal: AbortSignal) {
  stream.write(resumeSoon())
  while (!signal.aborted) {
    await clock.sleep(heartbeatMs, signal)
    if (!signal.aborted) stream.write(': still here\n\n')
  }
}
