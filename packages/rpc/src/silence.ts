import type { Clock } from '@switchyard/runtime/clock'
import type { Peer } from './peers.ts'

/** A timer that is this late speaks of our own event loop: answers may lie unread in the sockets. */
const stallMs = 30

/** Begins something once a try has lasted for `ms`; returns what ends it with the try. A try that is quick costs one timer. */
export function whenLate({ clock, ms }: { clock: Clock; ms: number }, begin: (ended: AbortSignal) => void): () => void {
  let end = clock.after(ms, () => {
    const ended = new AbortController()
    end = () => ended.abort('ended')
    begin(ended.signal)
  })
  return () => end()
}

/** Whether a pong comes within `ms` in which we ourselves did not stand still. */
export async function pongWithin(
  pong: Promise<boolean>,
  { clock, ms }: { clock: Clock; ms: number },
): Promise<boolean> {
  for (;;) {
    const askedMs = clock.now()
    const answer = await Promise.race([pong, clock.sleep(ms)])
    if (answer !== undefined) return answer
    if (clock.now() - askedMs < ms + stallMs) return false
  }
}

interface SilenceOptions {
  peer: Pick<Peer, 'lastWordAtMs'>
  /** When the try was sent that waits. */
  sinceMs: number
  silentMs: number
  clock: Clock
  /** The try has ended. */
  ended: AbortSignal
}

/**
 * Resolves with true once an instance that owes an answer has said nothing at all for `silentMs`, to anybody; with false
 * when the try ends before. A frozen process still accepts connections, so only silence gives it away. What it has just said
 * may lie unread, and who stood still themselves cannot call others silent: both are given another moment.
 */
export async function untilSilent({ peer, sinceMs, silentMs, clock, ended }: SilenceOptions): Promise<boolean> {
  while (!ended.aborted) {
    const leftMs = Math.max(peer.lastWordAtMs, sinceMs) + silentMs - clock.now()
    if (leftMs > 0) await clock.sleep(leftMs, ended)
    const askedMs = clock.now()
    await clock.sleep(1, ended)
    const stalled = clock.now() - askedMs >= stallMs
    if (!ended.aborted && !stalled && peer.lastWordAtMs + silentMs <= clock.now()) return true
  }
  return false
}
