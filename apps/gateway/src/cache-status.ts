import type { CacheNote, CallContext } from '@switchyard/rpc/envelope'
import type { FastifyReply } from 'fastify'

/**
 * What an answer's headers say of the copies that it is made of: `Cache-Status` (RFC 9211), told by the part that was worst off,
 * with each part in its detail, and `Age`, of the oldest. Empty when no part of it may be kept.
 */
export function cacheStatus(notes: readonly CacheNote[]): Record<string, string> {
  const worst = notes.toSorted((a, b) => ranks.indexOf(a.how) - ranks.indexOf(b.how) || b.leftMs - a.leftMs).at(-1)
  if (!worst) return {}
  const ttl = Math.ceil(Math.min(...notes.map(({ leftMs }) => leftMs)) / 1_000)
  const detail = notes.map(({ operation, how }) => `${operation} ${how}`).join(', ')
  const ages = notes.filter(({ how }) => how !== 'miss' && how !== 'joined').map(({ ageMs }) => ageMs)
  return {
    'cache-status': `Switchyard; ${words[worst.how](ttl)}; detail="${detail}"`,
    age: String(Math.floor(Math.max(0, ...ages) / 1_000)),
  }
}

/**
 * The headers of a REST answer: who keeps one that is the same for everybody asks each time whether it still stands, for no purge
 * of ours reaches them. Everything else, and what brings somebody's cookie along, is kept by nobody.
 */
export function cacheHeaders(
  { cacheNotes = [] }: CallContext,
  reply: Pick<FastifyReply, 'hasHeader'>,
): Record<string, string> {
  if (cacheNotes.length === 0) return {}
  const mayKeep = !reply.hasHeader('set-cookie')
  return { ...cacheStatus(cacheNotes), ...(mayKeep ? { 'cache-control': 'public, no-cache' } : {}) }
}

/** From the best off to the worst. */
const ranks: readonly CacheNote['how'][] = ['hit', 'stale', 'joined', 'miss', 'error']

const words: Record<CacheNote['how'], (ttl: number) => string> = {
  hit: (ttl) => `hit; ttl=${ttl}`,
  stale: (ttl) => `hit; ttl=${ttl}`,
  joined: () => 'fwd=miss; collapsed',
  miss: () => 'fwd=miss; stored',
  error: (ttl) => `fwd=stale; fwd-status=503; ttl=${ttl}`,
}
