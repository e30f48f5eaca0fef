import { RecentMap } from '@switchyard/rpc/recent-map'
import type { Clock } from '@switchyard/runtime/clock'
import { type Buckets, decide, isAdmitted } from './gcra.ts'

const callersMax = 50_000

/** Buckets of this process alone. Of more callers than it can hold it forgets those who have asked longest ago. */
export function memoryBuckets({ clock }: { clock: Pick<Clock, 'now'> }): Buckets {
  const fresh = new RecentMap<number>(callersMax)
  return {
    async take(buckets, cost) {
      const nowUs = clock.now() * 1_000
      const decisions = buckets.map((bucket) => {
        const key = `${bucket.name}:${bucket.id}`
        return { key, ...decide(bucket, { freshUs: fresh.get(key), cost, nowUs }) }
      })
      const standings = decisions.map(({ standing }) => standing)
      if (isAdmitted(standings)) for (const { key, nextUs } of decisions) fresh.set(key, nextUs)
      return standings
    },
  }
}
