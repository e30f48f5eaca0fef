import type { Goal } from '../goals'
import { askedOfService, type Copied, countsOf } from './copied'

/** A change of the price, and how long it took until a look showed it. */
export interface PriceSeen {
  amount: number
  ms: number
  looks: number
  copied: Copied
}

/** What this page has seen. */
export interface CacheStory {
  /** The crowd before a page of the catalogue that nobody had asked for. */
  cold: readonly Copied[] | null
  /** The same crowd past the cache. */
  past: readonly Copied[] | null
  /** Two looks at a print, one right after the other. */
  twice: readonly [Copied, Copied] | null
  /** The price up, and back. */
  changes: readonly PriceSeen[]
}

const print = 'inventory.printBySlug'
const howOf = (copied: Copied | undefined, operation = print) =>
  copied?.notes.find((note) => note.operation === operation)?.how
const soonMs = 1_000

/** What there is to see on this page. */
export function cacheGoals({ cold, past, twice, changes }: CacheStory): Goal[] {
  const second = howOf(twice?.[1])
  const coldCalls = cold?.reduce((sum, { calls }) => sum + calls.length, 0) ?? 0
  const slowest = Math.round(Math.max(...changes.map(({ ms }) => ms)))
  return [
    {
      key: 'cold',
      text: 'Send twenty to a page of which nobody has a copy, and have inventory asked once',
      seen: cold !== null && coldCalls > 1 && askedOfService(cold) === 1,
      figure: cold ? inWords(cold) : undefined,
    },
    {
      key: 'past',
      text: 'Send the same twenty past the cache, and have inventory asked each time',
      seen: past !== null && past.length > 0 && askedOfService(past) === coldCalls && coldCalls > 1,
      figure: past ? `${askedOfService(past)} asked` : undefined,
    },
    {
      key: 'twice',
      text: 'Look at a print twice, and be given a copy of what it is',
      seen: second === 'hit' || second === 'stale',
      figure: twice ? `${Math.round(twice[0].ms)} ms, then ${Math.round(twice[1].ms)} ms` : undefined,
    },
    {
      key: 'change',
      text: 'Change its price as staff, and see the new one within a second, both up and back',
      seen: changes.length === 2 && changes.every(({ ms }) => ms < soonMs),
      figure: changes.length > 0 ? `${slowest} ms at most` : undefined,
    },
  ]
}

/** How often the crowd had inventory asked; `null` until it was there. */
export function whatTheCrowdCost({ cold }: CacheStory): 'once' | 'four' | 'twenty' | 'more' | null {
  if (!cold) return null
  const asked = askedOfService(cold)
  return asked === 1 ? 'once' : asked === cold.length ? 'four' : asked < 20 ? 'more' : 'twenty'
}

/** `1 asked, 15 waited for it, 4 given its copy`. */
export function inWords(asked: readonly Copied[]): string {
  const { joined, hit, stale } = countsOf(asked)
  return `${askedOfService(asked)} asked, ${joined} waited for that answer, ${hit + stale} given a copy`
}
