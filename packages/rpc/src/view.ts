import type { Clock } from '@switchyard/runtime/clock'
import type { Entry, Listing } from './discovery.ts'

/** What a caller believes of one service between two readings of the registry. */
export interface View {
  readonly entries: readonly Entry[]
  /** Takes a reading in; says whether the view changed. */
  take(listing: Listing): boolean
}

/**
 * Believes a reading, with one doubt: when more than half of the known instances are missing at once and did not say
 * that they leave, it is more likely that the registry lost them, so they stay for `preserveMs` (Eureka's self-preservation).
 * Whether they can really be reached is then found out by calling them.
 */
export function createView({ clock, preserveMs }: { clock: Clock; preserveMs: number }): View {
  let believed = new Map<string, { entry: Entry; missingSinceMs?: number }>()

  return {
    get entries() {
      return [...believed.values()].map(({ entry }) => entry)
    },
    take({ present, left }) {
      const next: typeof believed = new Map(newestOfEach(present).map((entry) => [entry.instanceId, { entry }]))
      const missing = [...believed].filter(([id]) => !next.has(id) && !left.includes(id))
      const doubted = missing.length * 2 > believed.size
      for (const [id, { entry, missingSinceMs }] of missing) {
        const sinceMs = missingSinceMs ?? (doubted ? clock.now() : undefined)
        if (sinceMs !== undefined && clock.now() - sinceMs < preserveMs)
          next.set(id, { entry, missingSinceMs: sinceMs })
      }
      const changed = fingerprint(next) !== fingerprint(believed)
      believed = next
      return changed
    },
  }
}

/** A restarted instance may be listed twice until its former lease ends. */
function newestOfEach(entries: readonly Entry[]): Entry[] {
  const newest = new Map<string, Entry>()
  for (const entry of entries) {
    const other = newest.get(entry.instanceId)
    if (!other || other.startedAtMs < entry.startedAtMs) newest.set(entry.instanceId, plain(entry))
  }
  return [...newest.values()].sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1))
}

const plain = ({ service, instanceId, address, version, zone, weight, startedAtMs }: Entry): Entry => ({
  service,
  instanceId,
  address,
  version,
  zone,
  weight,
  startedAtMs,
})

const fingerprint = (view: ReadonlyMap<string, { entry: Entry }>) =>
  JSON.stringify([...view.values()].map(({ entry }) => entry))
