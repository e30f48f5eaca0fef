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

/** A key that was looked up is believed for this long, so a revoked one dies within it. */
const believedMs = 5_000

/**
 * Tells which partner an API key belongs to. Only hashes are stored and compared; calls of the same moment share one
 * look. Throws `unauthenticated`, or `unavailable` when the database is away.
 */
export function createApiKeys(findKey: FindKey) {
  const known = new LRUCache<string, Partner>({ max: 1_000, ttl: believedMs })
  const looks = new Map<string, Promise<Partner>>()

  const look = async (hash: string): Promise<Partner> => {
    const found = await findKey(hash).catch((cause: unknown) => {
      throw new Failure('unavailable', { detail: 'Keys cannot be checked right now.', retryAfterMs: 1_000 }, { cause })
    })
    if (!found) throw new Failure('unauthenticated', { detail: 'This API key is not known, or was revoked.' })
    const { id, scopes, quotaPerMinute } = found
    const partner: Partner = { principal: { kind: 'partner', id, scopes }, quotaPerMinute }
    known.set(hash, partner)
    return partner
  }
  return {
    async partnerOf(key: string): Promise<Partner> {
      const hash = createHash('sha256').update(key).digest('hex')
      const believed = known.get(hash)
      if (believed) return believed
      const looking = looks.get(hash) ?? look(hash).finally(() => looks.delete(hash))
      looks.set(hash, looking)
      return await looking
    },
  }
}
