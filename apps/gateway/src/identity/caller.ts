import type { Principal } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { type createApiKeys, keyIn } from './api-keys.ts'
import type { Guests } from './guests.ts'
import type { Sessions, SignedIn } from './sessions.ts'

/** Whether staff have to have a second factor to be served as staff, or may. */
export type StaffSecondFactor = 'required' | 'offered'

/** What the environment says, or else required, unless the lab is open, which gives everybody the keys of its accounts. */
export const staffSecondFactorOf = (env: {
  STAFF_SECOND_FACTOR?: StaffSecondFactor | undefined
  LAB_ENABLED: boolean
}): StaffSecondFactor => env.STAFF_SECOND_FACTOR ?? (env.LAB_ENABLED ? 'offered' : 'required')

/** What says who is calling. */
export interface Credentials {
  authorization: string | undefined
  sessionCookie: string | undefined
  guestCookie: string | undefined
}

/** Who is calling. */
export interface KnownCaller {
  principal: Principal
  /** The session, if somebody is signed in. */
  signedIn: SignedIn | null
  /** The guest that this browser has been for longer than this call. */
  guestId: string | null
  /** To be set when this is a guest's first call. */
  newGuestCookie: string | null
  /** What an API key may ask in a minute. */
  quotaPerMinute?: number
  /** A session was shown that has ended. */
  isOver: boolean
}

/**
 * AUTHENTICATION: an API key if one is given, else whoever is signed in, else the guest of the cookie, else a new guest.
 * Throws `unauthenticated` for a bad key, and `unavailable` while it cannot be found out: who is signed in is never taken for a guest.
 */
export function createAuthentication({
  apiKeys,
  sessions,
  guests,
  staffSecondFactor = 'required',
}: {
  apiKeys: Pick<ReturnType<typeof createApiKeys>, 'partnerOf'>
  sessions: Pick<Sessions, 'read'>
  guests: Guests
  staffSecondFactor?: StaffSecondFactor
}) {
  /** Staff without a second factor where it is required are shoppers to every service, so none can forget to ask. */
  const principalOf = ({ userId: id, role, hasSecondFactor }: SignedIn): Principal =>
    staffSecondFactor === 'required' && role !== 'shopper' && !hasSecondFactor
      ? { kind: 'shopper', id, lacks: 'second factor' }
      : { kind: role, id }
  return async ({ authorization, sessionCookie, guestCookie }: Credentials): Promise<KnownCaller> => {
    const nobody = { signedIn: null, guestId: null, newGuestCookie: null, isOver: false }
    if (authorization !== undefined) {
      const key = keyIn(authorization)
      if (!key) throw new Failure('unauthenticated', { detail: 'The authorization header must be: Bearer <API key>.' })
      return { ...nobody, ...(await apiKeys.partnerOf(key)) }
    }
    const signedIn = await sessions.read(sessionCookie)
    const known = guests.read(guestCookie)
    if (signedIn) return { ...nobody, principal: principalOf(signedIn), signedIn, guestId: known }
    const isOver = sessionCookie !== undefined
    if (known) return { ...nobody, principal: { kind: 'guest', id: known }, guestId: known, isOver }
    const { id, cookie } = guests.issue()
    return { ...nobody, principal: { kind: 'guest', id }, newGuestCookie: cookie, isOver }
  }
}
