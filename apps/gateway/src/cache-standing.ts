import type { CachePolicy } from '@switchyard/contracts/cache-policy'
import type { Copy } from './copies.ts'

/** For how long a copy is fresh. */
export const lifeMsOf = ({ answer }: Pick<Copy, 'answer'>, { freshMs, notFoundMs = 0 }: CachePolicy): number =>
  'notFound' in answer ? notFoundMs : freshMs

/** The contract's terms for a caller for whom a copy that is older is not good enough. */
export function noOlderThan(ageMsMax: number | undefined, policy: CachePolicy): CachePolicy {
  if (ageMsMax === undefined) return policy
  const { freshMs, notFoundMs } = policy
  return {
    ...policy,
    freshMs: Math.min(freshMs, ageMsMax),
    staleMs: 0,
    ...(notFoundMs !== undefined && { notFoundMs: Math.min(notFoundMs, ageMsMax) }),
  }
}

/** What a copy is good for: to be given, to be given while it is asked for anew, or neither. */
export function standingOf(copy: Copy, policy: CachePolicy): 'fresh' | 'stale' | 'old' {
  const lifeMs = lifeMsOf(copy, policy)
  if (copy.ageMs < lifeMs) return 'fresh'
  const isStale = !copy.isFailing && 'value' in copy.answer && copy.ageMs < lifeMs + (policy.staleMs ?? 0)
  return isStale ? 'stale' : 'old'
}
