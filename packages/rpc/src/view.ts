import type { Clock } from '@switchyard/runtime/clock'
import type { Reading } from './believer.ts'
import type { Entry, RegistryTimes } from './discovery.ts'
import { idOf } from './registration.ts'

/** What a caller believes of one service between two readings of the registry. */
export interface View {
  readonly entries: readonly Entry[]
  /** Takes a reading in, which was asked for at `askedAtMs`; says whether the view changed. */
  take(reading: Pick<Reading, 'present' | 'left' | 'whole'>, askedAtMs: number): boolean
  /** Says that the registry could not be read. */
  miss(): void
}

/** One instance in view, and what speaks for it. */
interface Sighting {
  entry: Entry
  leaseEndsAtMs: number
  /** Since when it has been missing without a good reason. */
  missingSinceMs: number | undefined
}

/**
 * Believes a reading, with one doubt: an instance that is missing though it did not say that it leaves may have been lost
 * by the registry. That is likelier than that it died when more than half are missing at once (Eureka's
 * self-preservation), when its lease cannot have ended yet, and when the registry has just come back. Then it stays for
 * `preserveMs`, in which every living instance registers again; whether it can really be reached is found out by calling
 * it. A registry that is away, or that lists only a part, proves nobody's absence.
 */
export function createView({
  clock,
  times: { preserveMs, ttlMs },
}: {
  clock: Clock
  times: Pick<RegistryTimes, 'preserveMs' | 'ttlMs'>
}): View {
  let entries: readonly Entry[] = []
  let sightings = new Map<string, Sighting>()
  let missed = false
  let trustedFromMs = Number.NEGATIVE_INFINITY

  return {
    get entries() {
      return entries
    },
    miss() {
      missed = true
      for (const sighting of sightings.values()) sighting.missingSinceMs = undefined
    },
    take({ present, left, whole }, askedAtMs) {
      const nowMs = clock.now()
      if (missed) trustedFromMs = nowMs + ttlMs
      missed = false
      const next = new Map<string, Sighting>()
      for (const { expiresInMs, ttlMs: _, ...entry } of newestOfEach(present)) {
        const known = sightings.get(entry.instanceId)?.entry
        // What a restarted instance said before does not speak for it now.
        if (known && known.startedAtMs > entry.startedAtMs) continue
        const leaseEndsAtMs = askedAtMs + expiresInMs
        next.set(entry.instanceId, { entry: sameOr(known, entry), leaseEndsAtMs, missingSinceMs: undefined })
      }
      const missing = [...sightings.values()].filter(
        ({ entry }) => !next.has(entry.instanceId) && !left.has(idOf(entry)),
      )
      const doubted = missing.length * 2 > sightings.size || nowMs < trustedFromMs
      for (const sighting of missing) {
        const isLoss = doubted || nowMs < sighting.leaseEndsAtMs
        sighting.missingSinceMs ??= isLoss ? nowMs : Number.NEGATIVE_INFINITY
        if (!whole || nowMs - sighting.missingSinceMs < preserveMs) next.set(sighting.entry.instanceId, sighting)
      }
      const before = entries
      sightings = next
      entries = [...next.values()].map(({ entry }) => entry).sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1))
      return entries.length !== before.length || entries.some((entry, index) => entry !== before[index])
    },
  }
}

/** A restarted instance may be listed twice until its former lease ends. */
function newestOfEach<T extends Entry>(entries: readonly T[]): T[] {
  const newest = new Map<string, T>()
  for (const entry of entries) {
    const other = newest.get(entry.instanceId)
    if (!other || other.startedAtMs < entry.startedAtMs) newest.set(entry.instanceId, entry)
  }
  return [...newest.values()]
}

/** The object that is known already if it says the same, so that what is counted by entry stays counted. */
function sameOr(known: Entry | undefined, entry: Entry): Entry {
  const isSame =
    known &&
    known.startedAtMs === entry.startedAtMs &&
    known.address === entry.address &&
    known.version === entry.version &&
    known.zone === entry.zone &&
    known.weight === entry.weight
  return isSame ? known : entry
}
