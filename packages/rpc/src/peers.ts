import type { OutReason } from '@switchyard/contracts/lab'
import type { Clock } from '@switchyard/runtime/clock'
import { Canary, type Withdrawn } from './canary.ts'
import type { Entry, Watch } from './discovery.ts'
import { Latencies } from './latencies.ts'
import { fullyWarm } from './strategy.ts'
import { TrackRecord } from './track-record.ts'

/** One instance as a caller knows it: what the registry says of it, and what the calls themselves have shown. */
export interface Peer {
  readonly entry: Entry
  /** Calls that wait for its answer. */
  pending: number
  answered: number
  failed: number
  /** When a call was last sent to it. */
  lastSentAtMs: number
  /** When it last said anything at all. */
  lastWordAtMs: number
  /** It was asked for a word that has not come yet. */
  asked: boolean
  /** Since when it warms up: a newcomer, or one that has come back. */
  warmingSinceMs: number
  readonly latencies: Latencies
  /** Of the last half to whole second, and of the last few: a busy instance is judged by the one, a quiet one by the other. */
  readonly latest: TrackRecord
  readonly record: TrackRecord
  /** How often a try was late since the last one that was answered in time; one that is twice as late counts twice. */
  lateInARow: number
  /** Why it gets no calls for now. */
  out: { reason: OutReason; sinceMs: number } | undefined
}

interface PeersOptions {
  watch: Pick<Watch, 'entries'>
  clock: Clock
  /** Where the caller stands; instances of the same zone are preferred while there are enough of them. */
  zone?: string | undefined
  /** How long a newcomer takes to get its full share. */
  warmUpMs?: number
  /** Told when a new version was taken out of the calls for failing. */
  onWithdrawn?: (withdrawn: Withdrawn) => void
}

/** Words that are no further apart say nothing about who is likelier to answer. */
const heardWithinMs = 1_000
/** A newcomer begins with this part of its share. */
const warmLeast = 0.2
const latestMs = 500

/** What one process knows of the instances of one service. It follows the watch by itself, and forgets whoever left. */
export class Peers {
  readonly #watch: Pick<Watch, 'entries'>
  readonly #clock: Clock
  readonly #zone: string | undefined
  readonly #warmUpMs: number
  #entries: readonly Entry[] = []
  #all: readonly Peer[] = []
  #byEntry = new Map<Entry, Peer>()
  readonly #sound = new Map<string | undefined, readonly Peer[]>()
  readonly #canary: Canary
  #warmAtMs = Number.NEGATIVE_INFINITY

  constructor({ watch, clock, zone, warmUpMs = 250, onWithdrawn }: PeersOptions) {
    this.#canary = new Canary({ clock, ...(onWithdrawn && { onWithdrawn }) })
    this.#watch = watch
    this.#clock = clock
    this.#zone = zone
    this.#warmUpMs = warmUpMs
  }

  /** Everybody in the view; the same array for as long as it holds the same instances. */
  get all(): readonly Peer[] {
    this.#follow()
    return this.#all
  }

  /**
   * Those that calls go to, of one version if it is named, else of all that were not withdrawn: not left out, and of the caller's own zone while that holds at
   * least half of what an even split would give it. When everybody is out it is likelier that we are wrong than that
   * nobody is left, so those are who spoke last. The same array for as long as nothing has changed.
   */
  sound(version?: string): readonly Peer[] {
    this.#follow()
    const known = this.#sound.get(version)
    if (known) return known
    const all = version === undefined ? this.#all : this.#all.filter(({ entry }) => entry.version === version)
    const inside = all.filter(({ out }) => !out)
    const sound = version === undefined ? this.#canary.without(inside) : inside
    const found = sound.length === 0 ? lastHeard(all) : this.#near(sound)
    // What nobody has is not kept: anybody may ask for a version.
    if (found.length > 0) this.#sound.set(version, found)
    return found
  }

  /** Whether anybody else gets calls: to leave one for nobody, or for who is out already, helps nobody. */
  isAnybodyBut(entry: Entry, version?: string): boolean {
    return this.sound(version).some((peer) => peer.entry !== entry && !peer.out)
  }

  of(entry: Entry): Peer | undefined {
    this.#follow()
    return this.#byEntry.get(entry)
  }

  /** Versions that get no calls but pinned ones. */
  get withdrawn(): readonly Withdrawn[] {
    this.#follow()
    return this.#canary.withdrawn
  }

  /** Holds the version of an instance to the others by what came of a call that was free to go anywhere. */
  judgeVersion(peer: Peer, { bad }: { bad: boolean }): void {
    if (this.#canary.note(peer, bad, this.#all)) this.#sound.clear()
  }

  /** It gets no calls from now on; when it was only doubted so far, since the doubt began. */
  leaveOut(peer: Peer, reason: OutReason): void {
    peer.out = { reason, sinceMs: peer.out?.sinceMs ?? this.#clock.now() }
    this.#sound.clear()
  }

  /** It gets calls again, few at first. */
  takeBack(peer: Peer, { warm = false } = {}): void {
    peer.out = undefined
    if (!warm) this.#warmUp(peer)
    this.#sound.clear()
  }

  /** Tells for this moment which part of its share an instance gets, above 0 and up to 1. */
  warmth(): (peer: Peer) => number {
    this.#follow()
    const nowMs = this.#clock.now()
    if (nowMs >= this.#warmAtMs) return fullyWarm
    return ({ warmingSinceMs }) =>
      Math.min(1, warmLeast + (1 - warmLeast) * ((nowMs - warmingSinceMs) / this.#warmUpMs))
  }

  #warmUp(peer: Peer) {
    peer.warmingSinceMs = this.#clock.now()
    this.#warmAtMs = peer.warmingSinceMs + this.#warmUpMs
  }

  #follow() {
    const { entries } = this.#watch
    if (entries === this.#entries) return
    const changed = entries.length !== this.#entries.length || entries.some((entry, n) => entry !== this.#entries[n])
    const fleetIsNew = this.#all.length === 0
    this.#entries = entries
    if (!changed) return
    this.#all = entries.map((entry) => this.#byEntry.get(entry) ?? this.#newcomer(entry, { warm: fleetIsNew }))
    this.#byEntry = new Map(this.#all.map((peer) => [peer.entry, peer]))
    this.#canary.follow(this.#all)
    this.#sound.clear()
  }

  /** When we see a service for the first time nobody of it is a newcomer. */
  #newcomer(entry: Entry, { warm }: { warm: boolean }): Peer {
    const peer: Peer = {
      entry,
      pending: 0,
      answered: 0,
      failed: 0,
      lastSentAtMs: Number.NEGATIVE_INFINITY,
      lastWordAtMs: Number.NEGATIVE_INFINITY,
      asked: false,
      warmingSinceMs: Number.NEGATIVE_INFINITY,
      latencies: new Latencies({ clock: this.#clock }),
      latest: new TrackRecord({ clock: this.#clock, spanMs: latestMs }),
      record: new TrackRecord({ clock: this.#clock }),
      lateInARow: 0,
      out: undefined,
    }
    if (!warm) this.#warmUp(peer)
    return peer
  }

  #near(sound: readonly Peer[]): readonly Peer[] {
    const near = sound.filter(({ entry }) => entry.zone === this.#zone)
    if (near.length === 0 || near.length === sound.length) return sound
    const zones = new Set(sound.map(({ entry }) => entry.zone)).size
    return near.length * 2 * zones >= sound.length ? near : sound
  }
}

/** Of those who are all out: whoever was heard within a second of the last word of any. One that hangs is then not asked for one that was busy. */
function lastHeard(peers: readonly Peer[]): readonly Peer[] {
  const lastMs = Math.max(...peers.map(({ lastWordAtMs }) => lastWordAtMs))
  return peers.filter(({ lastWordAtMs }) => lastWordAtMs >= lastMs - heardWithinMs)
}
