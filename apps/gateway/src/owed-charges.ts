import { RecentMap } from '@switchyard/rpc/recent-map'
import type { Clock } from '@switchyard/runtime/clock'
import type { Bucket, Buckets } from './gcra.ts'

const bucketsMax = 10_000
/** In one call: Redis does nothing else while a script runs. */
const togetherMax = 200

/** What a gateway has admitted without asking the buckets that all share, until it is charged there. */
export function owedCharges({ shared, clock }: { shared: Buckets; clock: Pick<Clock, 'now'> }) {
  const empty = () => new RecentMap<{ bucket: Bucket; cost: number; sinceMs: number }>(bucketsMax)
  let owed = empty()
  return {
    add(buckets: readonly Bucket[], cost: number): void {
      for (const bucket of buckets) {
        const key = `${bucket.name}:${bucket.id}`
        const { cost: before = 0, sinceMs = clock.now() } = owed.get(key) ?? {}
        owed.set(key, { bucket, cost: before + cost, sinceMs })
      }
    },
    /** Charges all of it, once: what failed may have been charged all the same, and nobody pays twice. */
    pay(): void {
      const all = owed.values()
      if (all.length === 0) return
      owed = empty()
      const charges = all.map(({ bucket, cost, sinceMs }) => ({ bucket, cost, agoMs: clock.now() - sinceMs }))
      for (let from = 0; from < charges.length; from += togetherMax) {
        shared.charge(charges.slice(from, from + togetherMax)).catch(() => undefined)
      }
    },
  }
}
