/**
 * Leaves out instances that give no answer, are silent, fail or are slow where their peers are not. They come back by
 * answering health pings, never by the failure of another user's call (after Envoy's outlier detection).
 *
 *     const ejection = new Ejection({ peers, closed, ping, probe, clock, log, times })
 *     const wraps = [balance(balancer), eject(ejection), …]
 */
import type { OutReason } from '@switchyard/contracts/lab'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { isNoAnswer } from './failure.ts'
import type { Call, Wrap } from './link.ts'
import type { OperationTimes } from './operation-times.ts'
import { doesWorse, judge, mayLeaveOut, mostFail, seemsSlow } from './outlier.ts'
import type { Peer, Peers } from './peers.ts'
import { type Ping, Readmission } from './readmission.ts'
import { untilSilent, whenLate } from './silence.ts'
import { isTransportFault } from './transport-fault.ts'

interface EjectionOptions {
  peers: Peers
  /** Ends the waiting for everybody's return. */
  closed: AbortSignal
  /** Whether its event loop turns. */
  ping: Ping
  /** Whether it does its work, in good time. */
  probe: Ping
  clock: Clock
  log: Log
  times: OperationTimes
  silentMs?: number
  /** The same for an answer that takes no work, a pong. */
  pongMs?: number
}

/** So many probes are asked of one that went wrong, and so many that go wrong too decide. */
const trial = { probes: 20, everyMs: 25, badMin: 3 }

const slowProbeMsMin = 100
/** So many others are asked whether they fail too. */
const othersAskedMax = 3

/** Watches how instances answer and decides who is left out, why, and when they are back. */
export class Ejection {
  readonly #options: Required<EjectionOptions>
  readonly #probing = new Set<Peer>()
  readonly #readmission: Readmission

  constructor(options: EjectionOptions) {
    this.#readmission = new Readmission(options)
    this.#options = { silentMs: 60, pongMs: 50, ...options }
  }

  /** Follows one try: that it is late, that the instance has fallen silent. Returns what ends the watch, and is told whether there was an answer. */
  follow(call: Call, peer: Peer): (how: 'answered' | 'failed') => void {
    const { clock, times, silentMs } = this.#options
    note(peer, 'tries')
    const sinceMs = clock.now()
    const usualMs = times.slowAfterMs(call.name)
    let isLate = false
    const end = whenLate({ clock, ms: usualMs ?? silentMs }, (ended) => {
      isLate = true
      this.#late(peer)
      if (usualMs !== undefined) void this.#suspect(peer, { usualMs, ended })
      void this.#listen(peer, { sinceMs, ended })
    })
    return (how) => {
      if (how === 'answered' && !isLate) peer.lateInARow = 0
      end()
    }
  }

  /** Takes in how a try failed. */
  failed(peer: Peer, error: unknown): void {
    const gone = isTransportFault(error) && error.kind !== 'late'
    if (gone) this.#leaveOut(peer, error.kind === 'silent' ? 'silent' : 'refused')
    else if (isTransportFault(error) || isNoAnswer(error)) this.#bad(peer)
  }

  #bad(peer: Peer) {
    note(peer, 'bad')
    if (judge(peer, this.#options.peers.all) === 'failing') this.#leaveOutlier(peer, 'failing')
    else if (doesWorse(peer, this.#options.peers.all)) void this.#askWhetherFailing(peer)
  }

  #late(peer: Peer) {
    note(peer, 'slow')
    if (!peer.out && judge(peer, this.#options.peers.all) === 'slow') void this.#askWhetherSlow(peer, forget)
  }

  /** Counts a try that is later than most, and once more when it is late by as much again. */
  async #suspect(peer: Peer, { usualMs, ended }: { usualMs: number; ended: AbortSignal }) {
    const { clock, peers } = this.#options
    for (let left = 2; left > 0 && !peer.out && !ended.aborted; left--) {
      peer.lateInARow++
      if (seemsSlow(peer, peers.all)) await this.#askWhetherSlow(peer, trustAgain)
      await clock.sleep(usualMs, ended)
    }
  }

  /** Late answers may be the fault of what was asked; a slow probe is the fault of who was asked. One that fails at once was not slow. */
  async #askWhetherSlow(peer: Peer, acquit: (peer: Peer) => void) {
    if (this.#probing.has(peer)) return
    const { probe, clock } = this.#options
    this.#probing.add(peer)
    const askedMs = clock.now()
    const quick = await probe(peer.entry)
    this.#probing.delete(peer)
    if (quick) acquit(peer)
    else if (clock.now() - askedMs >= slowProbeMsMin) this.#leaveOutlier(peer, 'slow')
    else void this.#askWhetherFailing(peer)
  }

  async #listen(peer: Peer, { sinceMs, ended }: { sinceMs: number; ended: AbortSignal }) {
    const { clock, silentMs, ping } = this.#options
    const silent = await untilSilent({ peer, sinceMs, silentMs, clock, ended })
    if (silent && !peer.out) await this.#doubt(peer, ping(peer.entry))
  }

  /** Asks an instance how it is although nobody waits for it: whether it says anything, and whether it does its work. */
  async inquire(peer: Peer): Promise<void> {
    const { clock, pongMs, ping, probe, closed } = this.#options
    const askedMs = clock.now()
    const answered = new AbortController()
    peer.asked = true
    const well = probe(peer.entry).finally(() => answered.abort())
    const silent = await untilSilent({ peer, sinceMs: askedMs, silentMs: pongMs, clock, ended: answered.signal })
    if (silent && !peer.out) await this.#doubt(peer, ping(peer.entry))
    if (!(await well) && !peer.out && !closed.aborted) await this.#wentWrong(peer, { tookMs: clock.now() - askedMs })
    peer.asked = false
  }

  /** A probe that was no answer to a call: is nobody there, was it late, or does it fail? */
  async #wentWrong(peer: Peer, { tookMs }: { tookMs: number }) {
    const { ping, peers } = this.#options
    if (tookMs >= slowProbeMsMin) {
      peer.lateInARow++
      if (seemsSlow(peer, peers.all)) await this.#askWhetherSlow(peer, trustAgain)
    } else if (!(await ping(peer.entry))) this.#leaveOut(peer, 'refused')
    else if (!mostFail(peer, peers.all)) void this.#askWhetherFailing(peer)
  }

  /** One that is seldom called fails seldom, but as often as any: its probes tell in half a second. */
  async #askWhetherFailing(peer: Peer) {
    const { probe, clock, closed } = this.#options
    if (peer.out || this.#probing.has(peer)) return
    this.#probing.add(peer)
    let bad = 0
    for (let asked = 0; asked < trial.probes && bad < trial.badMin && !peer.out && !closed.aborted; asked++) {
      if (!(await probe(peer.entry))) bad++
      await clock.sleep(trial.everyMs, closed)
    }
    this.#probing.delete(peer)
    if (bad >= trial.badMin && !closed.aborted && !(await this.#allFail(peer))) this.#leaveOutlier(peer, 'failing')
  }

  /** Calls tell late, or not at all where there are few, that it is what all of them share that fails. */
  async #allFail(peer: Peer): Promise<boolean> {
    const { peers, probe } = this.#options
    const others = peers.all.filter((other) => other !== peer && !other.out).slice(0, othersAskedMax)
    const well = await Promise.all(others.map(({ entry }) => probe(entry)))
    return others.length > 0 && !well.includes(true)
  }

  /** An instance that says nothing gets no more calls from this moment on, unless there is nobody else; if it answers a ping it was merely busy. */
  async #doubt(peer: Peer, pong: Promise<boolean>) {
    const { peers } = this.#options
    if (peers.all.some((other) => other !== peer && !other.out)) peers.leaveOut(peer, 'doubted')
    const answered = await pong
    if (peer.out && peer.out.reason !== 'doubted') return
    if (!answered) this.#settle(peer, 'silent')
    else if (peer.out) peers.takeBack(peer, { warm: true })
  }

  #leaveOutlier(peer: Peer, reason: 'slow' | 'failing') {
    if (mayLeaveOut(this.#options.peers.all)) this.#leaveOut(peer, reason)
  }

  #leaveOut(peer: Peer, reason: OutReason) {
    if (!peer.out) this.#settle(peer, reason)
  }

  #settle(peer: Peer, reason: OutReason) {
    this.#options.peers.leaveOut(peer, reason)
    this.#options.log.warn({ instance: peer.entry.instanceId, reason }, 'left out until it answers its pings')
    void this.#awaitReturn(peer, reason)
  }

  async #awaitReturn(peer: Peer, reason: OutReason) {
    const { peers, log, closed } = this.#options
    const returned = await this.#readmission.earned(peer, reason)
    if (closed.aborted) return
    forget(peer)
    peers.takeBack(peer)
    if (returned) log.info({ instance: peer.entry.instanceId }, 'answers again')
  }
}

const note = ({ latest, record }: Peer, kind: 'tries' | 'bad' | 'slow') => {
  latest.note(kind)
  record.note(kind)
}

const forget = (peer: Peer) => {
  peer.latest.forget()
  peer.record.forget()
  trustAgain(peer)
}

/** A suspicion that was not borne out leaves the record as it is. */
const trustAgain = (peer: Peer) => {
  peer.lateInARow = 0
}

/** Tells the ejection how each try goes. */
export const eject =
  (ejection: Ejection, peers: Peers): Wrap =>
  async (call, next) => {
    const peer = call.instance && peers.of(call.instance)
    if (!peer) return await next(call)
    const ended = ejection.follow(call, peer)
    try {
      const reply = await next(call)
      ended('answered')
      return reply
    } catch (error) {
      ended('failed')
      if (isTransportFault(error) || !call.signal.aborted) ejection.failed(peer, error)
      throw error
    }
  }
