import { createHash } from 'node:crypto'
import type { Principal } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { LRUCache } from 'lru-cache'

/** The one question that is asked of the identity database: whose key has this hash? */
export type FindKey = (hash: string) => Promise<{ id: string; scopes: string[]; quotaPerMinute: number } | null>

/** A partner, and what may be asked in its name in a minute. */
export interface Partner {
  principal: Principal
  quotaPerMinute: number
}

/** A key is believed for this long after a look at it began, so that a revoked one is dead everywhere a second later. */
const believedMs = 900

/** The key that an `authorization` header shows. */
export const keyIn = (authorization = ''): string | undefined => /^Bearer (\S{1,200})$/i.exec(authorization)?.[1]

/** All that is kept of a key. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex')

/**
 * Tells which partner an API key belongs to. Only hashes are stored and compared; calls of the same moment share one
 * look. Throws `unauthenticated`, or `unavailable` when the database is away.
 */
export function createApiKeys(findKey: FindKey, { elapsedMs }: { elapsedMs: () => number }) {
  const known = new LRUCache<string, { partner: Partner; untilMs: number }>({ max: 1_000 })
  const looks = new Map<string, { partner: Promise<Partner>; untilMs: number }>()

  const look = async (hash: string, untilMs: number): Promise<Partner> => {
    const found = await findKey(hash).catch((cause: unknown) => {
      throw new Failure('unavailable', { detail: 'Keys cannot be checked right now.', retryAfterMs: 1_000 }, { cause })
    })
    if (!found) {
      known.delete(hash)
      throw new Failure('unauthenticated', { detail: 'This API key is not known, or was revoked.' })
    }
    const { id, scopes, quotaPerMinute } = found
    const partner: Partner = { principal: { kind: 'partner', id, scopes }, quotaPerMinute }
    known.set(hash, { partner, untilMs })
    return partner
  }
  const beginLook = (hash: string) => {
    const untilMs = elapsedMs() + believedMs
    const begun = { untilMs, partner: look(hash, untilMs) }
    looks.set(hash, begun)
    const end = () => {
      if (looks.get(hash) === begun) looks.delete(hash)
    }
    begun.partner.then(end, end)
    return begun
  }
  return {
    async partnerOf(key: string): Promise<Partner> {
      const hash = hashOfKey(key)
      const isFresh = ({ untilMs }: { untilMs: number }) => elapsedMs() < untilMs
      const believed = known.get(hash)
      if (believed && isFresh(believed)) return believed.partner
      const looking = looks.get(hash)
      return await (looking && isFresh(looking) ? looking : beginLook(hash)).partner
    },
    /** Whether it was a partner's when it was looked at last, which may be long ago: found without another look. */
    wasBelieved: (key: string | undefined): boolean => key !== undefined && known.has(hashOfKey(key)),
  }
}
