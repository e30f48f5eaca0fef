import type { Principal } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { createApiKeys } from './api-keys.ts'
import type { Guests } from './guests.ts'

/** The headers that say who is calling. */
export interface Credentials {
  authorization: string | undefined
  guestCookie: string | undefined
}

/** Who is calling; `newGuestCookie` is to be set when this is a guest's first call. */
export interface KnownCaller {
  principal: Principal
  newGuestCookie: string | null
  /** What an API key may ask in a minute. */
  quotaPerMinute?: number
}

/** AUTHENTICATION: an API key if one is given, else the guest of the cookie, else a new guest. Throws `unauthenticated` for a bad key. */
export function createAuthentication({
  apiKeys,
  guests,
}: {
  apiKeys: ReturnType<typeof createApiKeys>
  guests: Guests
}) {
  return async ({ authorization, guestCookie }: Credentials): Promise<KnownCaller> => {
    if (authorization !== undefined) {
      const key = /^Bearer (\S{1,200})$/i.exec(authorization)?.[1]
      if (!key) throw new Failure('unauthenticated', { detail: 'The authorization header must be: Bearer <API key>.' })
      return { ...(await apiKeys.partnerOf(key)), newGuestCookie: null }
    }
    const known = guests.read(guestCookie)
    if (known) return { principal: { kind: 'guest', id: known }, newGuestCookie: null }
    const { id, cookie } = guests.issue()
    return { principal: { kind: 'guest', id }, newGuestCookie: cookie }
  }
}
