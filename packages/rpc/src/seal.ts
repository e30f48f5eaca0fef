/**
 * Signs what a service says, and finds out who said something (RFC 7515, RFC 8725: one algorithm, an explicit type, an
 * audience, a short life). The type keeps apart what is signed with one key: a call's token can never pass as a
 * registration, nor a registration as a token.
 *
 *     const registration = { typ: 'registration+jwt', audience: 'registry', lifeS: 30 }
 *     const text = await seal.sign({ sub: 'orders-1' }, registration)
 *     const { by, claims } = await seal.open(text, registration)
 */
import type { Clock } from '@switchyard/runtime/clock'
import { type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { OwnKey } from './own-key.ts'
import { ownerOf, type PublicKeys } from './public-keys.ts'

/** A signed text that was checked. */
interface Opened {
  /** The service whose key signed it. */
  by: string
  claims: JWTPayload
  /** When it stops being proof, by this machine's clock. */
  untilMs: number
}

/** What a text is signed as: it is nothing to anybody who takes it for something else, or whom it is not for. */
export interface Kind {
  typ: string
  audience: string
  /** How long it is valid, whatever it says itself. */
  lifeS: number
}

/** A service's own signature, and its knowledge of everybody else's. */
export interface Seal {
  readonly service: string
  sign(claims: JWTPayload, as: Kind): Promise<string>
  /** Rejects, with the reason, unless a service's own key has signed this as what it is taken for and it is still valid. */
  open(text: string, as: Kind): Promise<Opened>
}

/** How far two machines' clocks may be apart. */
const skewS = 5

interface SealOptions {
  service: string
  ownKey: OwnKey
  publicKeys: PublicKeys
  clock: Clock
}

/** Signs with the key that is the service's own at that moment. */
export function createSeal({ service, ownKey, publicKeys, clock }: SealOptions): Seal {
  return {
    service,
    async sign(claims, { typ, audience, lifeS }) {
      const { kid, key } = await ownKey()
      const nowS = Math.floor(clock.now() / 1000)
      return await new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', kid, typ })
        .setIssuer(service)
        .setAudience(audience)
        .setIssuedAt(nowS)
        .setExpirationTime(nowS + lifeS)
        .sign(key)
    },
    async open(text, { typ, audience, lifeS }) {
      const { payload, protectedHeader } = await jwtVerify(text, ({ kid }) => publicKeys(kid), {
        algorithms: ['EdDSA'],
        typ,
        audience,
        maxTokenAge: lifeS,
        clockTolerance: skewS,
        currentDate: new Date(clock.now()),
        requiredClaims: ['iss', 'sub', 'exp', 'iat'],
      })
      const { iss = '', iat = 0, exp = 0 } = payload
      if (ownerOf(protectedHeader.kid) !== iss) throw new Error('the key belongs to another service')
      const untilMs = (Math.min(exp, iat + lifeS) + skewS) * 1000
      if (clock.now() >= untilMs) throw new Error('it has expired')
      return { by: iss, claims: payload, untilMs }
    },
  }
}
