import type { QueueCounts } from '@switchyard/contracts/trail'
import type { Tick } from '../call-history'

/** One queue at one look. */
export interface Depth {
  at: number
  /** `null`: not known. */
  counts: Pick<QueueCounts, 'active' | 'waiting' | 'delayed' | 'held'> | null
}

/** Every look so far: how much was there, and what each instance did since the look before. */
export interface QueueHistory {
  /** When the newest look was heard, by this browser's clock. */
  at: number
  /** What each instance had ever done at the newest look; `null` before the first. */
  done: Readonly<Record<string, number>> | null
  depths: readonly Depth[]
  ticks: readonly Tick[]
}

export const noHistory: QueueHistory = { at: 0, done: null, depths: [], ticks: [] }

/** A minute of looks, a second apart. */
const looksMax = 60

/** Adds a look that was heard at `at`; `undefined`: the queue could not be read. */
export function withLook(history: QueueHistory, counts: QueueCounts | undefined, at: number): QueueHistory {
  const done = counts ? doneOf(counts) : history.done
  const instances = counts && history.done ? since(history.done, doneOf(counts)) : null
  return {
    at,
    done,
    depths: [...history.depths, { at, counts: counts ?? null }].slice(-looksMax),
    ticks: [...history.ticks, { at, service: counts?.queue ?? '', instances }].slice(-looksMax),
  }
}

/** What each instance has ever done there. */
export const doneOf = ({ done }: Pick<QueueCounts, 'done'>): Record<string, number> =>
  Object.fromEntries(done.map(({ instance, count }) => [instance, count]))

/** What was done between two looks at counts that only grow, instance by instance. */
function since(before: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): Tick['instances'] {
  const grown = Object.entries(now).map(
    ([instance, count]) => [instance, { answered: count - (before[instance] ?? 0), failed: 0 }] as const,
  )
  return Object.fromEntries(grown.filter(([, { answered }]) => answered > 0))
}

/** What all of them did in a second, over the last `ms` of what is known; `null` before two looks. */
export function donePerSecond({ ticks, at }: QueueHistory, ms = 5_000): number | null {
  const known = ticks.filter((tick) => tick.instances && tick.at > at - ms)
  const first = ticks.findLast((tick) => tick.at <= at - ms) ?? ticks.find((tick) => tick.at < (known[0]?.at ?? 0))
  if (!first || known.length === 0) return null
  const sum = known
    .flatMap(({ instances }) => Object.values(instances ?? {}))
    .reduce((all, one) => all + one.answered, 0)
  return (sum * 1_000) / (at - first.at)
}
