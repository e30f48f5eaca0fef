/**
 * The way back of an instance that is left out: by answering pings when it had fallen silent, by so many good probes when
 * it was slow or failed. No user's call is ever used to find out.
 *
 *     const readmission = new Readmission({ peers, closed, ping, probe, clock })
 *     if (await readmission.earned(peer, 'slow')) …
 */
import type { OutReason } from '@switchyard/contracts/lab'
import type { Clock } from '@switchyard/runtime/clock'
import type { Entry } from './discovery.ts'
import type { Peer, Peers } from './peers.ts'

/** Asks an instance how it is; false rather than an error, and within a second. */
export type Ping = (instance: Entry) => Promise<boolean>

interface ReadmissionOptions {
  peers: Pick<Peers, 'of'>
  closed: AbortSignal
  /** Whether its event loop turns. */
  ping: Ping
  /** Whether it does its work, in good time. */
  probe: Ping
  clock: Clock
}

const pingMsFirst = 50
const pingMsMax = 1_000
const probeMs = 100
/** Good probes in a row that bring an instance back; twice as many when it is out again within a minute of its return, for some fail only now and then. */
const goodProbes = { slow: 3, failing: 10 }
const goodProbesMax = 80
const relapseMs = 60_000

/** Asks those who are out until they may come back. */
export class Readmission {
  readonly #options: ReadmissionOptions
  readonly #relapses = new WeakMap<Peer, { times: number; backAtMs: number }>()

  constructor(options: ReadmissionOptions) {
    this.#options = options
  }

  /** Resolves when an instance may come back: true; or with false when it has left the registry instead, or nobody waits any more. */
  async earned(peer: Peer, reason: OutReason): Promise<boolean> {
    return reason === 'slow' || reason === 'failing' ? await this.#proven(peer, reason) : await this.#ponged(peer)
  }

  /** Until one ping is answered; asked less and less often. */
  async #ponged(peer: Peer): Promise<boolean> {
    const { ping, clock, closed } = this.#options
    for (let waitMs = pingMsFirst; ; waitMs = Math.min(waitMs * 2, pingMsMax)) {
      await clock.sleep(waitMs, closed)
      if (this.#isGone(peer)) return false
      if (await ping(peer.entry)) return true
    }
  }

  /** Until so many probes in a row are good. */
  async #proven(peer: Peer, reason: 'slow' | 'failing'): Promise<boolean> {
    const { probe, clock, closed } = this.#options
    const known = this.#relapses.get(peer)
    const times = known && clock.now() - known.backAtMs < relapseMs ? known.times : 0
    const wanted = Math.min(goodProbes[reason] * 2 ** times, goodProbesMax)
    for (let good = 0; good < wanted; ) {
      await clock.sleep(probeMs, closed)
      if (this.#isGone(peer)) return false
      good = (await probe(peer.entry)) ? good + 1 : 0
    }
    this.#relapses.set(peer, { times: times + 1, backAtMs: clock.now() })
    return true
  }

  #isGone(peer: Peer): boolean {
    const { peers, closed } = this.#options
    return closed.aborted || peers.of(peer.entry) !== peer
  }
}
