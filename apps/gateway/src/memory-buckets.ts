import { RecentMap } from '@switchyard/rpc/recent-map'
import type { Clock } from '@switchyard/runtime/clock'
import { type Bucket, type Buckets, decide, isAdmitted, type Standing } from './gcra.ts'

const callersMax = 50_000

/** Buckets of one process, which can be told how full others know them to be. */
export interface MemoryBuckets extends Buckets {
  /** Takes over what a standing of `atMs` says, where it leaves less than what is known here. */
  learn(standings: readonly Standing[], atMs: number): void
}

/** Buckets of this process alone. Of more callers than it can hold it forgets those who have asked longest ago. */
export function memoryBuckets({ clock }: { clock: Pick<Clock, 'now'> }): MemoryBuckets {
  const fresh = new RecentMap<number>(callersMax)
  const keyOf = ({ name, id }: Bucket) => `${name}:${id}`
  return {
    learn(standings, atMs) {
      for (const { bucket, fullInMs } of standings) {
        const key = keyOf(bucket)
        // A standing is rounded up to a millisecond.
        const freshUs = (atMs + fullInMs - 1) * 1_000
        if (freshUs > (fresh.get(key) ?? 0)) fresh.set(key, freshUs)
      }
    },
    async take(buckets, cost) {
      const nowUs = clock.now() * 1_000
      const decisions = buckets.map((bucket) => {
        const key = keyOf(bucket)
        return { key, ...decide(bucket, { freshUs: fresh.get(key), cost, nowUs }) }
      })
      const standings = decisions.map(({ standing }) => standing)
      if (isAdmitted(standings)) for (const { key, nextUs } of decisions) fresh.set(key, nextUs)
      return standings
    },
  }
}
