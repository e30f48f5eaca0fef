import type { Clock } from '@switchyard/runtime/clock'
import type { Peer } from './peers.ts'
import { TrackRecord } from './track-record.ts'

/** How much a new version must have been asked, and how much worse than the rest it must do. */
const triesMin = 20
const badShareMin = 0.1
const timesWorse = 2
/** A version that is asked much is judged by its last seconds; one that gets one call in twenty, by half a minute. */
const spansMs = [5_000, 30_000] as const

/** A version that gets no calls any more, but those that are pinned to it. */
export interface Withdrawn {
  version: string
  /** Since when. */
  atMs: number
  /** What was counted when it was withdrawn: its own calls and those of the rest. */
  tries: number
  bad: number
  othersTries: number
  othersBad: number
}

/**
 * CANARY: a version with less than half of a service's weight gets its part of the calls and is held to the rest. Does it fail
 * more than twice as often, a tenth of its calls at least, it is withdrawn: its weight counts as nothing in this process until
 * none of its instances is there any more, so that a new start is a new trial. Whoever pins a call to it still reaches it, and
 * pinned calls are no evidence, for who pins chooses what is asked.
 */
export class Canary {
  readonly #clock: Clock
  readonly #onWithdrawn: (withdrawn: Withdrawn) => void
  readonly #records = new Map<string, readonly TrackRecord[]>()
  #withdrawn: readonly Withdrawn[] = []

  constructor({ clock, onWithdrawn = () => {} }: { clock: Clock; onWithdrawn?: (withdrawn: Withdrawn) => void }) {
    this.#clock = clock
    this.#onWithdrawn = onWithdrawn
  }

  /** Those that were withdrawn, the newest last. */
  get withdrawn(): readonly Withdrawn[] {
    return this.#withdrawn
  }

  /** Of these instances, those of versions that were not withdrawn; all of them, if nobody else is left. */
  without(peers: readonly Peer[]): readonly Peer[] {
    if (this.#withdrawn.length === 0) return peers
    const versions = new Set(this.#withdrawn.map(({ version }) => version))
    const rest = peers.filter(({ entry }) => !versions.has(entry.version))
    return rest.length === 0 ? peers : rest
  }

  /** Forgets the versions that nobody runs any more. */
  follow(peers: readonly Peer[]): void {
    const there = new Set(peers.map(({ entry }) => entry.version))
    this.#withdrawn = this.#withdrawn.filter(({ version }) => there.has(version))
    for (const version of this.#records.keys()) if (!there.has(version)) this.#records.delete(version)
  }

  /** Takes in what came of a call; says whether it made a version be withdrawn. */
  note(peer: Peer, bad: boolean, peers: readonly Peer[]): boolean {
    const { version } = peer.entry
    for (const record of this.#recordsOf(version)) {
      record.note('tries')
      if (bad) record.note('bad')
    }
    if (!bad || !isCanary(version, peers) || this.#withdrawn.some((one) => one.version === version)) return false
    const verdict = spansMs.map((_, span) => this.#compare(version, span)).find(doesWorse)
    if (!verdict) return false
    const withdrawn = { version, atMs: this.#clock.now(), ...verdict }
    this.#withdrawn = [...this.#withdrawn, withdrawn]
    this.#onWithdrawn(withdrawn)
    return true
  }

  /** A version's calls beside those of the rest, in one of the spans. */
  #compare(version: string, span: number): Comparison {
    const sum = { tries: 0, bad: 0, othersTries: 0, othersBad: 0 }
    for (const [name, records] of this.#records) {
      const { tries = 0, bad = 0 } = records[span]?.counts ?? {}
      if (name === version) Object.assign(sum, { tries, bad })
      else Object.assign(sum, { othersTries: sum.othersTries + tries, othersBad: sum.othersBad + bad })
    }
    return sum
  }

  #recordsOf(version: string): readonly TrackRecord[] {
    const known = this.#records.get(version) ?? spansMs.map((spanMs) => new TrackRecord({ clock: this.#clock, spanMs }))
    this.#records.set(version, known)
    return known
  }
}

type Comparison = Omit<Withdrawn, 'version' | 'atMs'>

function doesWorse({ tries, bad, othersTries, othersBad }: Comparison): boolean {
  if (tries < triesMin || othersTries < triesMin) return false
  const share = bad / tries
  return share >= badShareMin && share >= (othersBad / othersTries) * timesWorse
}

/** Whether a version holds less than half of the weight. */
function isCanary(version: string, peers: readonly Peer[]): boolean {
  const weightOf = (some: readonly Peer[]) => some.reduce((sum, { entry }) => sum + entry.weight, 0)
  return weightOf(peers.filter(({ entry }) => entry.version === version)) * 2 < weightOf(peers)
}
