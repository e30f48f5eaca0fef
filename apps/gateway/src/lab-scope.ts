import { LabScope } from '@switchyard/contracts/lab'
import type { Clock } from '@switchyard/runtime/clock'
import { jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'

const lifeS = 12 * 3_600
const remembered = 1_000
const lengthMax = 1_000
const header = { alg: 'HS256', typ: 'lab-scope' }

/** A visitor's terms for their own calls, as text that nobody else can write. */
export interface LabScopes {
  sign(scope: LabScope): Promise<string>
  /** The terms, or nothing for a text that is missing, too old, or not signed by us: a call without terms is a call as usual. */
  read(text: string | undefined): Promise<LabScope | undefined>
}

/** Signs with HMAC-SHA-256 (JWS, RFC 7515), for twelve hours; all gateways share the secret, so any of them knows every visitor's terms. */
export function createLabScopes({ secret, clock }: { secret: string; clock: Clock }): LabScopes {
  const key = new TextEncoder().encode(secret)
  const proven = new LRUCache<string, { scope: LabScope; untilMs: number }>({ max: remembered })
  const nowS = () => Math.floor(clock.now() / 1_000)

  const prove = async (text: string) => {
    const checks = { algorithms: [header.alg], typ: header.typ, currentDate: new Date(clock.now()) }
    const { payload } = await jwtVerify<{ scope: unknown; exp: number }>(text, key, {
      ...checks,
      requiredClaims: ['exp'],
    })
    return { scope: LabScope.parse(payload.scope), untilMs: payload.exp * 1_000 }
  }
  return {
    sign: (scope) =>
      new SignJWT({ scope })
        .setProtectedHeader(header)
        .setExpirationTime(nowS() + lifeS)
        .sign(key),
    async read(text) {
      if (!text || text.length > lengthMax) return undefined
      const known = proven.get(text) ?? (await prove(text).catch(() => undefined))
      if (!known || clock.now() >= known.untilMs) return undefined
      proven.set(text, known)
      return known.scope
    },
  }
}
