import type { Played } from '@switchyard/old-clients/play'
import type { Goal } from '../goals'
import type { Told } from './ask-version'

/** What this page has seen: the newest call in both versions, and how the recorded client fared. */
export interface VersionsStory {
  pair: readonly [v1: Told, v2: Told] | null
  played: readonly Played[] | null
}

/** What there is to see on this page. */
export function versionsGoals({ pair, played }: VersionsStory): Goal[] {
  const [v1, v2] = pair ?? []
  const prices = v1 && v2 ? [pricesIn(v1.body), pricesIn(v2.body)] : []
  const isRefused = v1?.status === 404 && v2?.status === 404
  const well = played?.filter(({ surprises }) => surprises.length === 0).length
  return [
    {
      key: 'going',
      text: 'Read on an answer of version 1 since when it is deprecated, when it goes and what comes after it',
      seen: isAnnounced(v1) && v2?.deprecation === null && v2.sunset === null,
      figure: v1?.sunset ? `Sunset: ${v1.sunset}` : undefined,
    },
    {
      key: 'prices',
      text: 'Find the same prices in both, under other names',
      seen: prices[0] !== undefined && prices[0].length > 0 && prices[0].join() === prices[1]?.join(),
      figure: prices[0]?.length ? `${prices[0].length} prices` : undefined,
    },
    {
      key: 'refusal',
      text: 'Ask for what is not there, and be refused in the same words',
      seen: isRefused && codeOf(v1) === codeOf(v2) && codeOf(v1) === 'not_found',
    },
    {
      key: 'client',
      text: 'Let the recorded client go through all that it ever asked',
      seen: played !== null && played.length > 0 && well === played.length,
      figure: played ? `${well} of ${played.length} as recorded` : undefined,
    },
  ]
}

/** What became of the recorded client; `null` until it was played. */
export function whatBecameOfTheClient({ played }: VersionsStory): 'breaks' | 'refused' | 'served' | null {
  if (!played) return null
  if (played.every(({ surprises }) => surprises.length === 0)) return 'served'
  return played.every(({ status }) => status >= 400) ? 'refused' : 'breaks'
}

const isAnnounced = (told: Told | undefined) =>
  Boolean(told?.deprecation && told.sunset && told.link?.includes('rel="successor-version"'))

const codeOf = (told: Told | undefined) => Object(told?.body).code

/** Every price of an answer in cents, in order, whatever its version calls it. */
function pricesIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(pricesIn)
  if (value === null || typeof value !== 'object') return []
  const { priceCents, price } = value as { priceCents?: unknown; price?: { amount?: unknown } }
  const own = priceCents ?? price?.amount
  return [...(typeof own === 'number' ? [own] : []), ...Object.values(value).flatMap(pricesIn)]
}
