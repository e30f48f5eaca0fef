/**
 * Moves calls away from a hung instance. One that has fallen silent is pinged; when there is no pong in good time, each
 * call that waits for it and may happen twice is given up here, to be made again elsewhere. A slow instance answers
 * the ping and is waited for, so a slow database does not multiply its own load; and so is one that has a hiccup while
 * everybody else is out, for a call must not leave the only one that may answer it for one that is known not to.
 *
 *     const wraps = [retry({ … }), balance(balancer), eject(ejection, peers), leaveHung({ peers, ping, clock })]
 */
import type { Clock } from '@switchyard/runtime/clock'
import { type Call, mayHappenTwice, pinOf, type Wrap } from './link.ts'
import type { Peer, Peers } from './peers.ts'
import type { Ping } from './readmission.ts'
import { pongWithin, untilSilent, whenLate } from './silence.ts'
import { TransportFault } from './transport-fault.ts'

interface LeaveHungOptions {
  peers: Peers
  ping: Ping
  clock: Clock
  /** Silence that raises doubt: asking costs little, so it begins early. */
  silentMs?: number
  /** The time in which a pong must come. */
  pongMs?: number
}

const silentMsMax = 600

/** Fails a try with a `silent` fault, if another one may follow on another instance; otherwise it is waited for until the deadline. */
export const leaveHung =
  ({ peers, ping, clock, silentMs = 30, pongMs = 50 }: LeaveHungOptions): Wrap =>
  async (call, next) => {
    const peer = call.instance && peers.of(call.instance)
    if (!peer || peers.all.length < 2 || !mayHappenTwice(call) || !call.anotherTry) return await next(call)
    const sinceMs = clock.now()
    const ended = whenLate({ clock, ms: silentMs }, (signal) => {
      void abandonWhenHung(call, { peer, peers, sinceMs, ended: signal, ping, clock, silentMs, pongMs })
    })
    try {
      return await next(call)
    } finally {
      ended()
    }
  }

type Doubt = Required<LeaveHungOptions> & { peer: Peer; sinceMs: number; ended: AbortSignal }

async function abandonWhenHung(call: Call, doubt: Doubt) {
  const { peer, peers, sinceMs, ended, ping, clock, silentMs, pongMs } = doubt
  for (let waitMs = silentMs; await untilSilent({ peer, sinceMs, silentMs: waitMs, clock, ended }); ) {
    const isAlive = await pongWithin(ping(peer.entry), { clock, ms: pongMs })
    if (ended.aborted) return
    if (isAlive) waitMs = Math.min(waitMs * 2, silentMsMax)
    else if (peers.isAnybodyBut(peer.entry, pinOf(call)) && call.anotherTry?.())
      return call.abandon?.(new TransportFault('silent', `${peer.entry.instanceId} does not answer its pings`))
  }
}
