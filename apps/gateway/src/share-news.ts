import type { PrintNews } from '@switchyard/contracts/pages'
import type { CallContext } from '@switchyard/rpc/envelope'
import type { Clock } from '@switchyard/runtime/clock'
import { createBell } from './bell.ts'
import type { NewsOf } from './follow-live.ts'

/** A follower that nobody wakes looks up this often, for nothing. */
const restMs = 60_000

/** One print, followed on behalf of everybody who looks at it. */
interface Followed {
  latest?: PrintNews
  /** Set once there will be no more news: none of such a print, or the error that ended them. */
  end?: { readonly error?: unknown }
  readonly wakes: Set<() => void>
  readonly leave: AbortController
}

/**
 * Looks at each print once for all streams that follow it: hundreds of people at the window of one print need not each ask how many are
 * left. What is told is the same for everybody; who calls under terms of their own, pinned to a version or in the lab, looks by themselves.
 */
export function shareNews({
  newsOf,
  ownContext,
  clock,
}: {
  newsOf: NewsOf
  /** The gateway's own, until the signal aborts. */
  ownContext: (signal: AbortSignal) => CallContext
  clock: Clock
}): NewsOf {
  const prints = new Map<string, Followed>()

  const begin = (slug: string): Followed => {
    const print: Followed = { wakes: new Set(), leave: new AbortController() }
    prints.set(slug, print)
    const say = (change: Pick<Followed, 'latest' | 'end'>) => {
      Object.assign(print, change)
      for (const wake of print.wakes) wake()
    }
    const follow = async () => {
      for await (const latest of newsOf(slug, ownContext(print.leave.signal))) say({ latest })
    }
    void follow().then(
      () => say({ end: {} }),
      (error: unknown) => say({ end: { error } }),
    )
    return print
  }

  async function* shared(slug: string, signal: AbortSignal): AsyncGenerator<PrintNews> {
    const known = prints.get(slug)
    const print = known && !known.end ? known : begin(slug)
    const bell = createBell()
    print.wakes.add(bell.ring)
    let told: PrintNews | undefined
    try {
      while (!signal.aborted) {
        if (print.latest && print.latest !== told) {
          told = print.latest
          yield told
        } else if (print.end) {
          if ('error' in print.end) throw print.end.error
          return
        } else await bell.rungOr(clock, restMs, signal)
      }
    } finally {
      print.wakes.delete(bell.ring)
      if (print.wakes.size === 0) {
        print.leave.abort()
        if (prints.get(slug) === print) prints.delete(slug)
      }
    }
  }

  return (slug, ctx) => {
    const { pins, lab } = ctx.envelope
    return pins || lab ? newsOf(slug, ctx) : shared(slug, ctx.signal)
  }
}
