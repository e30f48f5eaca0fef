import type { TimelineEntry } from '@switchyard/contracts/orders'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure, isFailure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import { createBell } from './bell.ts'
import { isAway } from './part.ts'
import type { Services } from './services.ts'

/** Tells when something may have changed for a key; hints get lost, so nobody relies on them alone. */
export type Listen = (key: string, wake: () => void) => () => void

/** How often a stream sees to it that its caller is still in, or asks again for what could not be had. */
const tickMs = 1_000
/** How long it waits before it looks by itself, for whoever should have woken it. */
const lookEveryMs = 30_000
/** A single question within a stream has a deadline of its own; the stream has none. */
const questionMs = 2_000

export interface TimelineAsk {
  orderId: string
  accessToken?: string | undefined
  /** The `seq` that the client has seen last; 0 for the start. */
  afterSeq: number
}

/**
 * REALTIME: follows an order's history, each entry once and in order, made of a query and a wake-up hint.
 * Resolves once the first question was answered, or fails as it does (`not_found`); later questions are asked again while
 * orders is away. Ends after the final entry, or when `ctx.signal` aborts; fails with `unauthenticated` when the caller's
 * session or key has ended, before it tells anything more.
 */
export async function openTimeline(
  ask: TimelineAsk,
  { ctx, services, listen, clock }: { ctx: CallContext; services: Services; listen: Listen; clock: Clock },
): Promise<AsyncGenerator<TimelineEntry>> {
  const bell = createBell()
  const { orderId, accessToken } = ask
  const off = once(listen(orderId, bell.ring))
  // Whoever leaves before the stream has begun never comes to its end.
  ctx.signal.addEventListener('abort', off, { once: true })
  const newsSince = (seq: number) => {
    const scope = { ...ctx, envelope: { ...ctx.envelope, deadlineAtMs: clock.now() + questionMs } }
    return services.orders(scope).timelineSince.query({ orderId, seq, ...(accessToken ? { accessToken } : {}) })
  }
  // A guest has neither session nor key that could end.
  const mayBePutOut = ctx.envelope.principal.kind !== 'guest'
  const first = await newsSince(ask.afterSeq).catch((error: unknown) => {
    off()
    throw error
  })

  async function* entries() {
    let seq = ask.afterSeq
    let news: typeof first | null = first
    let lookedAtMs = clock.now()
    try {
      while (!ctx.signal.aborted) {
        for (const entry of news?.entries ?? []) {
          yield entry
          seq = entry.seq
        }
        if (news?.final) return
        const isOwed = lookedAtMs === Number.NEGATIVE_INFINITY
        const isRung = await bell.rungOr(clock, isOwed || mayBePutOut ? tickMs : lookEveryMs, ctx.signal)
        if ((await ctx.visit?.isStillIn()) === false) throw new Failure('unauthenticated', { detail: 'Sign in again.' })
        const isDue = isRung || clock.now() - lookedAtMs >= lookEveryMs
        news = isDue && !ctx.signal.aborted ? await newsSince(seq).catch(nothingWhileAway) : null
        // What could not be had now is asked for with the next tick.
        if (isDue) lookedAtMs = news ? clock.now() : Number.NEGATIVE_INFINITY
      }
    } finally {
      off()
    }
  }
  return entries()
}

function once(act: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) act()
    isDone = true
  }
}

function nothingWhileAway(error: unknown): null {
  if (isFailure(error) && isAway(error)) return null
  throw error
}
