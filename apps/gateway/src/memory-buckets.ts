import { RecentMap } from '@switchyard/rpc/recent-map'
import type { Clock } from '@switchyard/runtime/clock'
import { type Bucket, type Buckets, charged, decide, isAdmitted, type Standing } from './gcra.ts'

const callersMax = 50_000

/** Buckets of one process, which can be told how they stand elsewhere. */
export interface MemoryBuckets extends Buckets {
  /** Takes over how buckets stood at a moment where more is known of them; what this process knows beyond that stays. */
  learn(standings: readonly Standing[], atMs: number): void
}

/** Buckets of this process alone. Of more callers than it can hold it forgets those who have asked longest ago. */
export function memoryBuckets({ clock }: { clock: Pick<Clock, 'now'> }): MemoryBuckets {
  const fresh = new RecentMap<number>(callersMax)
  const keyOf = ({ name, id }: Bucket) => `${name}:${id}`
  return {
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
    async charge(admitted) {
      const nowUs = clock.now() * 1_000
      for (const one of admitted) {
        const key = keyOf(one.bucket)
        fresh.set(key, charged(one, { freshUs: fresh.get(key), nowUs }))
      }
    },
    learn(standings, atMs) {
      for (const { bucket, fullInMs } of standings) {
        // A standing is rounded up to a millisecond.
        const [key, freshUs] = [keyOf(bucket), (atMs + fullInMs - 1) * 1_000]
        if (freshUs > (fresh.get(key) ?? 0)) fresh.set(key, freshUs)
      }
    },
  }
}
