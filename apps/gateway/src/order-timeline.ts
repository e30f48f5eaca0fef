import type { TimelineEntry } from '@switchyard/contracts/orders'
import type { CallContext } from '@switchyard/rpc/envelope'
import { isFailure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import { isAway } from './part.ts'
import type { Services } from './services.ts'

/** Tells when something may have changed for a key; hints get lost, so nobody relies on them alone. */
export type Listen = (key: string, wake: () => void) => () => void

/** How long a stream waits for a hint before it looks by itself. */
const lookEveryMs = 1_000
/** A single question within a stream has a deadline of its own; the stream has none. */
const questionMs = 2_000

/**
 * REALTIME: follows an order's history from `afterSeq` on, each entry once and in order, made of a query and a wake-up
 * hint. A lost hint costs at most a second. Ends after the final entry, or when `ctx.signal` aborts. The first question
 * may fail (`not_found`); later ones are asked again while orders is away.
 */
export async function* orderTimeline(
  { orderId, accessToken, afterSeq }: { orderId: string; accessToken?: string | undefined; afterSeq: number },
  { ctx, services, listen, clock }: { ctx: CallContext; services: Services; listen: Listen; clock: Clock },
): AsyncGenerator<TimelineEntry> {
  const bell = createBell()
  const off = listen(orderId, bell.ring)
  try {
    let seq = afterSeq
    let asked = false
    while (!ctx.signal.aborted) {
      const scope = { ...ctx, envelope: { ...ctx.envelope, deadlineAtMs: clock.now() + questionMs } }
      try {
        const news = await services
          .orders(scope)
          .timelineSince.query({ orderId, seq, ...(accessToken ? { accessToken } : {}) })
        asked = true
        for (const entry of news.entries) {
          yield entry
          seq = entry.seq
        }
        if (news.final) return
      } catch (error) {
        if (!asked || !isFailure(error) || !isAway(error)) throw error
      }
      await bell.rungOr(clock, lookEveryMs, ctx.signal)
    }
  } finally {
    off()
  }
}

/** Remembers a ring that came while nobody waited, so that no hint falls between two looks. */
function createBell() {
  let rung = false
  let waiting: AbortController | null = null
  return {
    ring: () => {
      rung = true
      waiting?.abort()
    },
    async rungOr(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
      if (!rung) {
        waiting = new AbortController()
        await clock.sleep(ms, AbortSignal.any([signal, waiting.signal]))
        waiting = null
      }
      rung = false
    },
  }
}
