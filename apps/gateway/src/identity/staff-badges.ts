import type { Principal } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import { jwtVerify, SignJWT } from 'jose'

const lifeS = 12 * 3_600
const lengthMax = 1_000
const header = { alg: 'HS256', typ: 'staff-badge' }

/** Who is staff without an account: whoever took a badge in the open lab. */
export interface StaffBadges {
  issue(visitor: Principal): Promise<{ badge: string; by: string; until: string }>
  /** The member of staff, or nothing when no badge is shown. Throws `unauthenticated` for one that is over or not ours. */
  read(badge: string | undefined): Promise<Principal | undefined>
}

/** Signs with HMAC-SHA-256 (JWS, RFC 7515), for twelve hours. The holder keeps the id that they had as a visitor. */
export function createStaffBadges({ secret, clock }: { secret: string; clock: Clock }): StaffBadges {
  const key = new TextEncoder().encode(secret)
  return {
    async issue({ id }) {
      const untilS = Math.floor(clock.now() / 1_000) + lifeS
      const badge = await new SignJWT({ sub: id }).setProtectedHeader(header).setExpirationTime(untilS).sign(key)
      return { badge, by: `staff:${id}`, until: new Date(untilS * 1_000).toISOString() }
    },
    async read(badge) {
      if (badge === undefined) return undefined
      const checks = { algorithms: [header.alg], typ: header.typ, currentDate: new Date(clock.now()) }
      const verified = await jwtVerify(badge.slice(0, lengthMax), key, {
        ...checks,
        requiredClaims: ['exp', 'sub'],
      }).catch(() => undefined)
      if (verified?.payload.sub) return { kind: 'staff', id: verified.payload.sub }
      throw new Failure('unauthenticated', { detail: 'This badge is over, or not one of ours. Take a new one.' })
    },
  }
}
