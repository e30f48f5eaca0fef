import type { Goal } from '../goals'
import { type Asked, readLimit } from './asked'

/** What this page has seen: every request of this visitor, a batch with the request before it, and what somebody else was answered. */
export interface LimitStory {
  asked: readonly Asked[]
  batch: { before: Asked; asked: Asked } | null
  somebody: { asked: Asked; youWereRefused: boolean } | null
}

const isRefused = ({ status }: Asked) => status === 429

/** What there is to see on this page. */
export function rateLimitGoals({ asked, batch, somebody }: LimitStory): Goal[] {
  const refused = asked.filter(isRefused)
  const taken = batch && leftOf(batch.before) - leftOf(batch.asked)
  return [
    {
      key: 'batch',
      text: 'Send ten calls in one request, and see ten taken',
      // A little comes back meanwhile.
      seen: taken !== null && taken >= 8 && taken <= 10,
      figure: taken === null ? undefined : `${taken} taken`,
    },
    {
      key: 'spent',
      text: 'Ask until nothing is left, and be refused with 429',
      seen: refused.length > 0,
      figure: refused.length > 0 ? `${refused.length} refused` : undefined,
    },
    {
      key: 'told',
      text: 'Be told when to come back, and be let in again',
      seen: cameBack(asked),
      figure: refused[0]?.retryAfterS ? `Retry-After: ${refused[0].retryAfterS}` : undefined,
    },
    {
      key: 'somebody',
      text: 'Find that somebody else is answered while you are refused',
      seen: somebody?.youWereRefused === true && somebody.asked.status === 200,
    },
  ]
}

/** How the flood fared after its first refusal; `null` until enough of it was seen. */
export function whatCameOfTheFlood(asked: readonly Asked[]): 'slower' | 'minute' | 'drip' | null {
  const first = asked.findIndex(isRefused)
  if (first < 0) return null
  const after = asked.slice(first)
  if (after.length < 40) return null
  return after.some(({ status }) => status === 200) ? 'drip' : 'minute'
}

/** A request was refused, and a later one was answered. */
function cameBack(asked: readonly Asked[]): boolean {
  const first = asked.findIndex((one) => isRefused(one) && one.retryAfterS !== null)
  return first >= 0 && asked.slice(first).some(({ status }) => status === 200)
}

const leftOf = ({ limit }: Asked): number => readLimit(limit)?.left ?? Number.NaN
