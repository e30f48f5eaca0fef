import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import { LRUCache } from 'lru-cache'

/** Answers of a database that are believed for a moment. */
export interface Belief<Found> {
  ask(key: string): Promise<Found>
  /** What was believed of this key is believed no more, and neither is what is being looked up right now. */
  forget(key: string): void
}

/**
 * What was found is believed for `believedMs` from when the look began; calls of the same moment share one look. So
 * whatever is taken back is dead everywhere within that time, without a word from anybody. Throws `unavailable` when the
 * answer comes later than it may be believed.
 */
export function createBelief<Found>({
  look,
  believedMs,
  clock,
  max = 10_000,
}: {
  look: (key: string) => Promise<Found>
  believedMs: number
  clock: Clock
  max?: number
}): Belief<Found> {
  const known = new LRUCache<string, { found: Found; sinceMs: number }>({ max })
  const looks = new Map<string, Promise<Found>>()
  const isFresh = (sinceMs: number) => clock.now() - sinceMs < believedMs

  const begin = (key: string): Promise<Found> => {
    const sinceMs = clock.now()
    const looking = look(key).then((found) => {
      if (!isFresh(sinceMs)) throw new Failure('unavailable', { detail: 'That took too long.', retryAfterMs: 1_000 })
      if (looks.get(key) === looking) known.set(key, { found, sinceMs })
      return found
    })
    looks.set(key, looking)
    const end = () => {
      if (looks.get(key) === looking) looks.delete(key)
    }
    looking.then(end, end)
    return looking
  }
  return {
    async ask(key) {
      const last = known.get(key)
      return last && isFresh(last.sinceMs) ? last.found : await (looks.get(key) ?? begin(key))
    },
    forget(key) {
      known.delete(key)
      looks.delete(key)
    },
  }
}
