import type { Clock } from '@switchyard/runtime/clock'
import { Latencies } from './latencies.ts'

/** Answers before a figure is believed. */
const answersMin = 20
/** A try that takes this long is slow, however quick the others are: a busy machine has hiccups. */
const slowMsMin = 15
const tryMsMin = 300
/** Answers of the last half to whole minute count. */
const spanMs = 30_000

/**
 * What is to be expected of each operation, from how long its answers took of late. The middle counts for more than the
 * tail, which belongs to the very instances that are to be found out.
 */
export class OperationTimes {
  readonly #clock: Clock
  readonly #known = new Map<string, Latencies>()

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  record(operation: string, ms: number): void {
    this.#of(operation).record(ms)
  }

  /** After this long a try is later than most: the 95th percentile, or four times the middle if that is less. Undefined while too little is known. */
  slowAfterMs(operation: string): number | undefined {
    const times = this.#known.get(operation)
    if (!times || times.count < answersMin) return undefined
    const [middle, late] = [times.percentile(50), times.percentile(95)]
    if (middle === undefined || late === undefined) return undefined
    return Math.max(slowMsMin, Math.min(late, 4 * middle))
  }

  /** After this long a try is given up for another instance: far beyond what the slowest hundredth took, at least 300 ms. */
  tryMsMax(operation: string): number | undefined {
    const times = this.#known.get(operation)
    if (!times || times.count < answersMin) return undefined
    const slowest = times.percentile(99)
    return slowest === undefined ? undefined : Math.max(tryMsMin, 8 * slowest)
  }

  #of(operation: string): Latencies {
    const known = this.#known.get(operation)
    if (known) return known
    const times = new Latencies({ clock: this.#clock, spanMs })
    this.#known.set(operation, times)
    return times
  }
}
