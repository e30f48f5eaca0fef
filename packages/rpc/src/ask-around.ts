/**
 * Finds instances that hang, fail or are slow before a user's call does: while calls are made, whoever has not been heard for
 * longest is asked how it is, one instance at a time (after the probing of SWIM, Das et al., 2002). What that costs does not
 * grow with the fleet, most of a busy fleet is heard by its answers and asked nothing, and an idle caller asks nobody.
 *
 *     const wraps = [balance(balancer), askAround({ peers, ejection, clock, closed }), eject(ejection, peers)]
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Ejection } from './ejection.ts'
import type { Wrap } from './link.ts'
import type { Peer, Peers } from './peers.ts'

interface AskAroundOptions {
  peers: Peers
  ejection: Pick<Ejection, 'inquire'>
  clock: Clock
  closed: AbortSignal
  /** Between one question and the next. */
  everyMs?: number
  /** Whoever was heard within this is not asked. */
  unheardMs?: number
  /** Without a call for this long there is nobody whom a hung instance could hold up; a call each few seconds is somebody. */
  idleMs?: number
}

/** Asks for as long as calls are made, when there is more than one instance to choose among. */
export function askAround(options: AskAroundOptions): Wrap {
  const { peers, ejection, clock, closed, everyMs = 25, unheardMs = 50, idleMs = 10_000 } = options
  let calledAtMs = Number.NEGATIVE_INFINITY
  let asking = false

  const ask = async () => {
    asking = true
    while (!closed.aborted && clock.now() - calledAtMs < idleMs) {
      await clock.sleep(everyMs, closed)
      const peer = peers.all.length < 2 ? undefined : longestUnheard(peers.all)
      if (peer && peer.lastWordAtMs + unheardMs <= clock.now() && !closed.aborted) void ejection.inquire(peer)
    }
    asking = false
  }

  return async (call, next) => {
    calledAtMs = clock.now()
    if (!asking) void ask()
    return await next(call)
  }
}

/** Of those that may get calls and are not being asked already. */
function longestUnheard(peers: readonly Peer[]): Peer | undefined {
  let found: Peer | undefined
  for (const peer of peers) {
    if (!peer.out && !peer.asked && (!found || peer.lastWordAtMs < found.lastWordAtMs)) found = peer
  }
  return found
}
