/**
 * Who is calling. Every call carries a token that its caller signed (RFC 8725: one algorithm, an audience, a short
 * life); the callee learns from it which service calls and for whom, and believes nobody that its contract does not name.
 *
 *     const identity = await loadIdentity({ service: 'orders', secretsDir, clock })
 *     const token = await identity.tokenFor('inventory', principal)
 *     const { caller, principal } = await identity.verify(token, { from: ['gateway'] })
 */
import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { Clock } from '@switchyard/runtime/clock'
import { readSecret } from '@switchyard/runtime/secrets'
import { importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Principal } from './envelope.ts'
import { Failure } from './failure.ts'
import { publicKeys } from './public-keys.ts'
import { RecentMap } from './recent-map.ts'

/** What a token proves: which process made the call, and for whom. */
interface Verified {
  caller: string
  principal: Principal
}

/** A process's own key and its knowledge of everybody's public keys. */
export interface Identity {
  readonly service: string
  /** One token per audience and principal, reused while it has at least 15 of its 60 s to live. */
  tokenFor(audience: string, principal: Principal): Promise<string>
  /** Throws `unauthenticated` for a token that proves nothing, `forbidden` for a caller that `from` does not name. */
  verify(token: string, expected: { from: readonly string[] }): Promise<Verified>
}

const lifeS = 60
const reusedWhileMs = 45_000
const skewS = 5
const remembered = 10_000

interface IdentityOptions {
  service: string
  secretsDir: string
  clock: Clock
}

/** Reads this service's private key and the public keys of all. Throws when a file is missing. */
export async function loadIdentity({ service, secretsDir, clock }: IdentityOptions): Promise<Identity> {
  const keysDir = join(secretsDir, 'keys')
  const jwk = JSON.parse(readSecret(keysDir, `${service}.private.jwk`)) as JWK
  const key = await importJWK(jwk, 'EdDSA')
  const keys = publicKeys({ file: join(keysDir, 'public.jwks'), clock })
  const minted = new RecentMap<{ token: Promise<string>; untilMs: number }>(remembered)
  const proven = new RecentMap<Verified & { untilMs: number }>(remembered)

  return {
    service,
    tokenFor(audience, principal) {
      const name = JSON.stringify([audience, principal.kind, principal.id, principal.scopes])
      const known = minted.get(name)
      if (known && clock.now() < known.untilMs) return known.token
      const token = tokenOf({ service, audience, principal, nowMs: clock.now() })
        .setProtectedHeader({ alg: 'EdDSA', kid: jwk.kid ?? service })
        .sign(key)
      minted.set(name, { token, untilMs: clock.now() + reusedWhileMs })
      return token
    },
    async verify(token, { from }) {
      const name = hash('sha256', token)
      let known = proven.get(name)
      if (!known || clock.now() >= known.untilMs) {
        known = await prove(token, { audience: service, keys, now: clock.now() })
        proven.set(name, known)
      }
      if (from.includes(known.caller)) return known
      throw new Failure('forbidden', { detail: `${known.caller} may not call ${service}.` })
    },
  }
}

interface Minted {
  service: string
  audience: string
  principal: Principal
  nowMs: number
}

function tokenOf({ service, audience, principal: { kind, id, scopes }, nowMs }: Minted): SignJWT {
  const nowS = Math.floor(nowMs / 1000)
  return new SignJWT({ kind, ...(scopes ? { scopes } : {}) })
    .setIssuer(service)
    .setSubject(id)
    .setAudience(audience)
    .setIssuedAt(nowS)
    .setExpirationTime(nowS + lifeS)
}

type Expected = { audience: string; keys: ReturnType<typeof publicKeys>; now: number }

async function prove(token: string, { audience, keys, now }: Expected): Promise<Verified & { untilMs: number }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, ({ kid }) => keys(kid), {
      algorithms: ['EdDSA'],
      audience,
      clockTolerance: skewS,
      currentDate: new Date(now),
      requiredClaims: ['iss', 'sub', 'exp', 'iat'],
    })
    const { iss, sub, exp, kind, scopes } = Claims.parse(payload)
    if (!protectedHeader.kid?.startsWith(`${iss}-`)) throw new Error('the key belongs to another service')
    if (kind === 'service' && sub !== iss) throw new Error('a service may speak as itself alone')
    return { caller: iss, principal: { kind, id: sub, ...(scopes ? { scopes } : {}) }, untilMs: (exp + skewS) * 1000 }
  } catch (cause) {
    throw new Failure('unauthenticated', { detail: 'The service token proves nothing.' }, { cause })
  }
}

const Claims = z.object({
  iss: z.string(),
  sub: z.string().max(300),
  exp: z.number(),
  kind: z.enum(['guest', 'shopper', 'staff', 'admin', 'partner', 'service']),
  scopes: z.array(z.string()).optional(),
})
