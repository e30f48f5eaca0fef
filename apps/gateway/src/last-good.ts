import type { Clock } from '@switchyard/runtime/clock'
import { LRUCache } from 'lru-cache'

/** Remembers the last good answer a key, so that a page can still be shown when a service is down. */
export interface LastGood<Value extends object> {
  keep(key: string, value: Value): void
  get(key: string): { value: Value; since: string } | null
}

/** In memory, at most `max` answers; the least used goes first. */
export function createLastGood<Value extends object>({ max, clock }: { max: number; clock: Clock }): LastGood<Value> {
  const kept = new LRUCache<string, { value: Value; since: string }>({ max })
  return {
    keep: (key, value) => void kept.set(key, { value, since: new Date(clock.now()).toISOString() }),
    get: (key) => kept.get(key) ?? null,
  }
}
