import type { Clock } from '@switchyard/runtime/clock'
import { LRUCache } from 'lru-cache'
import type { Copies, Copy } from './copies.ts'

interface Kept {
  copy: Omit<Copy, 'ageMs'>
  bornAtMs: number
  ageMsMax: number
  state: string
}

/** Copies in this process: at most so many, and of so many characters in all; those that were not looked at longest go first. */
export function memoryCopies({
  clock,
  copiesMax = 2_000,
  charactersMax = 32_000_000,
}: {
  clock: Pick<Clock, 'now'>
  copiesMax?: number
  charactersMax?: number
}): Copies {
  const kept = new LRUCache<string, Kept>({ max: copiesMax, maxSize: charactersMax, maxEntrySize: charactersMax / 8 })
  const purges = new Map<string, number>()
  const leases = new Map<string, { holder: string; untilMs: number }>()
  const stateOf = (tags: readonly string[]) => tags.map((tag) => purges.get(tag) ?? 0).join('.')
  const leaseOf = (key: string) => {
    const lease = leases.get(key)
    return lease && lease.untilMs > clock.now() ? lease : undefined
  }
  return {
    async find(key, tags) {
      const state = stateOf(tags)
      const found = kept.get(key)
      const ageMs = found ? clock.now() - found.bornAtMs : 0
      const copy = found?.state === state && ageMs < found.ageMsMax ? { ...found.copy, ageMs } : null
      return { copy, state, isBeingAsked: leaseOf(key) !== undefined }
    },
    async keep(key, { ageMs, ...copy }, { tags, state, ageMsMax }) {
      if (state !== stateOf(tags)) return
      const size = JSON.stringify(copy.answer).length
      kept.set(key, { copy, bornAtMs: clock.now() - ageMs, ageMsMax, state }, { size })
    },
    async purge(tags) {
      for (const tag of tags) purges.set(tag, (purges.get(tag) ?? 0) + 1)
    },
    async lease(key, holder, ms) {
      if (leaseOf(key)) return false
      leases.set(key, { holder, untilMs: clock.now() + ms })
      return true
    },
    async release(key, holder) {
      if (leases.get(key)?.holder === holder) leases.delete(key)
    },
  }
}
