import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import type { Clock } from '@switchyard/runtime/clock'

const usPerMs = 1_000
/** Longer than any call may take, in microseconds. */
const longestUs = 2 ** 26
/** A percentile is worked out anew at most this often. */
const readAgainMs = 250

/**
 * How long answers took of late: a window of `spanMs` to twice that, so that what was long ago is forgotten. Counting is
 * left to Node's HDR histogram, which keeps two kilobytes a half and a precision of a tenth.
 */
export class Latencies {
  readonly #clock: Clock
  readonly #spanMs: number
  #halves: RecordableHistogram[] = []
  #turnAtMs = Number.NEGATIVE_INFINITY
  #read = new Map<number, { value: number; untilMs: number }>()

  constructor({ clock, spanMs = 5_000 }: { clock: Clock; spanMs?: number }) {
    this.#clock = clock
    this.#spanMs = spanMs
  }

  record(ms: number): void {
    this.#turn()
    this.#halves[0]?.record(Math.min(Math.max(1, Math.round(ms * usPerMs)), longestUs - 1))
  }

  /** Answers in the window. */
  get count(): number {
    this.#turn()
    return this.#halves.reduce((sum, half) => sum + half.count, 0)
  }

  /** In milliseconds; undefined when nothing was recorded. `percent` is above 0 and up to 100. */
  percentile(percent: number): number | undefined {
    const known = this.#read.get(percent)
    if (known && this.#clock.now() < known.untilMs) return known.value
    if (this.count === 0) return undefined
    const both = emptyHalf()
    for (const half of this.#halves) both.add(half)
    const value = both.percentile(percent) / usPerMs
    this.#read.set(percent, { value, untilMs: this.#clock.now() + readAgainMs })
    return value
  }

  #turn() {
    const nowMs = this.#clock.now()
    if (nowMs - this.#turnAtMs < this.#spanMs) return
    const stale = nowMs - this.#turnAtMs >= 2 * this.#spanMs
    this.#halves = [emptyHalf(), ...(stale ? [] : this.#halves.slice(0, 1))]
    this.#turnAtMs = stale ? nowMs : this.#turnAtMs + this.#spanMs
  }
}

const emptyHalf = () => createHistogram({ lowest: 1, highest: longestUs, figures: 1 })
