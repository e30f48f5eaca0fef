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
 * that they leave, it is likelier that the registry lost them, so they stay for `preserveMs` (Eureka's self-preservation).
 * Whether they can really be reached is then found out by calling them.
 */
export function createView({ clock, preserveMs }: { clock: Clock; preserveMs: number }): View {
  let entries: readonly Entry[] = []
  /** Since when each doubted entry has been missing. */
  let missingSinceMs = new Map<Entry, number>()

  return {
    get entries() {
      return entries
    },
    take({ present, left }) {
      const known = new Map(entries.map((entry) => [entry.instanceId, entry]))
      const next = newestOfEach(present).map((entry) => sameOr(known.get(entry.instanceId), entry))
      const nextIds = new Set([...next.map(({ instanceId }) => instanceId), ...left])
      const missing = entries.filter(({ instanceId }) => !nextIds.has(instanceId))
      const doubted = missing.length * 2 > entries.length
      const kept = new Map<Entry, number>()
      for (const entry of missing) {
        const sinceMs = missingSinceMs.get(entry) ?? (doubted ? clock.now() : Number.NEGATIVE_INFINITY)
        if (clock.now() - sinceMs < preserveMs) kept.set(entry, sinceMs)
      }
      const before = entries
      missingSinceMs = kept
      entries = [...next, ...kept.keys()].sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1))
      return entries.length !== before.length || entries.some((entry, index) => entry !== before[index])
    },
  }
}

/** A restarted instance may be listed twice until its former lease ends. */
function newestOfEach(entries: readonly Entry[]): Entry[] {
  const newest = new Map<string, Entry>()
  for (const entry of entries) {
    const other = newest.get(entry.instanceId)
    if (!other || other.startedAtMs < entry.startedAtMs) newest.set(entry.instanceId, entry)
  }
  return [...newest.values()]
}

/** The object that is known already if it says the same, so that what is counted by entry stays counted. */
function sameOr(
  known: Entry | undefined,
  { service, instanceId, address, version, zone, weight, startedAtMs }: Entry,
): Entry {
  const entry = { service, instanceId, address, version, zone, weight, startedAtMs }
  return known && JSON.stringify(known) === JSON.stringify(entry) ? known : entry
}
