import type { Clock } from '@switchyard/runtime/clock'

interface Counts {
  tries: number
  bad: number
  slow: number
}

/** How an instance has done of late: of its tries in the last `spanMs` to twice that, how many went wrong and how many were slow. */
export class TrackRecord {
  readonly #clock: Clock
  readonly #spanMs: number
  #halves: [Counts, Counts] = [none(), none()]
  #turnAtMs = Number.NEGATIVE_INFINITY

  constructor({ clock, spanMs = 2_500 }: { clock: Clock; spanMs?: number }) {
    this.#clock = clock
    this.#spanMs = spanMs
  }

  note(kind: keyof Counts): void {
    this.#turn()
    this.#halves[0][kind]++
  }

  /** What is counted now. */
  get counts(): Readonly<Counts> {
    this.#turn()
    const [now, before] = this.#halves
    return { tries: now.tries + before.tries, bad: now.bad + before.bad, slow: now.slow + before.slow }
  }

  /** For an instance that has proved itself: what was before says nothing any more. */
  forget(): void {
    this.#halves = [none(), none()]
  }

  #turn() {
    const nowMs = this.#clock.now()
    const pastMs = nowMs - this.#turnAtMs
    if (pastMs < this.#spanMs) return
    const stale = pastMs >= 2 * this.#spanMs
    this.#halves = [none(), stale ? none() : this.#halves[0]]
    this.#turnAtMs = stale ? nowMs : this.#turnAtMs + this.#spanMs
  }
}

const none = (): Counts => ({ tries: 0, bad: 0, slow: 0 })
