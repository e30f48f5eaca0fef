/**
 * Ends the event streams of a gateway that leaves one after the other. Ended all at once they would all come to the next gateway in the
 * same moment, and whoever came last would wait for seconds; those who have not been ended yet miss nothing meanwhile.
 */
import type { Clock } from '@switchyard/runtime/clock'

/** By then the ingress knows that we leave, and sends whoever comes back to another gateway. */
const noticeMs = 500
/** So many are ended each so often, or more where it would take too long: what does not end by itself is cut off. */
const [turnMs, streamsATurn, allMsMax] = [20, 1, 11_000]

/** What ends a stream, and what takes it from the list once it has ended by itself. */
export interface Leave {
  readonly signal: AbortSignal
  readonly forget: () => void
}

/** Gives each stream a signal that aborts in its turn after `draining` did; at once when everybody's turn is over. */
export function leaveInTurns({ draining, clock }: { draining: AbortSignal; clock: Clock }): () => Leave {
  const open = new Set<AbortController>()
  let isOver = false
  const endAll = async () => {
    await clock.sleep(noticeMs)
    const atOnce = Math.max(streamsATurn, Math.ceil((open.size * turnMs) / allMsMax))
    while (open.size > 0) {
      for (const stream of [...open].slice(0, atOnce)) {
        open.delete(stream)
        stream.abort()
      }
      await clock.sleep(turnMs)
    }
    isOver = true
  }
  draining.addEventListener('abort', () => void endAll(), { once: true })
  return () => {
    const stream = new AbortController()
    if (isOver) stream.abort()
    else open.add(stream)
    return { signal: stream.signal, forget: () => open.delete(stream) }
  }
}
