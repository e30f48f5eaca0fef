import type { Clock } from '@switchyard/runtime/clock'
import type { Arrival } from './arrivals.ts'
import type { Served } from './operation.ts'
import { percentile } from './statistics.ts'

/** What a healthy shop can do on this machine, beside the load generator itself. */
export interface Capacity {
  /** Requests answered well a second, at the best width. */
  readonly perSecond: number
  readonly stages: readonly Stage[]
}

/** So many customers at once, each asking again as soon as it has an answer. */
interface Stage {
  readonly width: number
  readonly perSecond: number
  readonly p99Ms: number | undefined
}

/** What {@link measureCapacity} takes. */
export interface CapacityOptions {
  /** The load's own mix, in order; more than can be answered. */
  readonly asks: Iterable<Arrival['ask']>
  readonly serve: (ask: Arrival['ask']) => Promise<Served>
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Measures capacity by a closed loop that widens: after twenty seconds in which a dozen new processes compile what they
 * run most, 4, 8, 16, … customers for three seconds each, until twice as many bring less than a twentieth more. The best
 * stage counts.
 */
export async function measureCapacity(options: CapacityOptions): Promise<Capacity> {
  const queue = options.asks[Symbol.iterator]()
  await runStage(warmWidth, queue, { ...options, stageMs: warmMs })
  const stages: Stage[] = []
  let best = 0
  for (let width = widthMin; width <= widthMax && !options.signal.aborted; width *= 2) {
    const stage = await runStage(width, queue, options)
    stages.push(stage)
    if (stage.perSecond < best * worthwhile) break
    best = Math.max(best, stage.perSecond)
  }
  return { perSecond: Math.max(0, ...stages.map(({ perSecond }) => perSecond)), stages }
}

/** Sixty per cent of what the shop can do, and at least fifty: each request makes two calls to services or more, and less than a hundred of those a second would hurt nobody. */
export function rateFor({ perSecond }: Capacity): number {
  return Math.max(rateMin, Math.floor(perSecond * rateShare))
}

const rateMin = 50
const rateShare = 0.6
const [widthMin, widthMax, warmWidth] = [4, 64, 8]
const warmMs = 20_000
const stageMsUsual = 3_000
const worthwhile = 1.05

async function runStage(
  width: number,
  queue: Iterator<Arrival['ask']>,
  { serve, clock, signal, stageMs = stageMsUsual }: CapacityOptions & { stageMs?: number },
): Promise<Stage> {
  const startMs = clock.now()
  const latencies: number[] = []
  const customer = async () => {
    while (clock.now() - startMs < stageMs && !signal.aborted) {
      const { value, done } = queue.next()
      if (done) return
      const sentMs = clock.now()
      const { first } = await serve(value)
      if (first === 'ok') latencies.push(clock.now() - sentMs)
    }
  }
  await Promise.all(Array.from({ length: width }, customer))
  const seconds = Math.max((clock.now() - startMs) / 1000, stageMs / 1000)
  return { width, perSecond: Math.round(latencies.length / seconds), p99Ms: percentile(latencies, 0.99) }
}
