/**
 * Who is calling. Every call carries a token that its caller signed (RFC 8725: one algorithm, an audience, a short
 * life); the callee learns from it which service calls and for whom, and believes nobody that its contract does not name.
 *
 *     const identity = await loadIdentity({ service: 'orders', secretsDir, clock })
 *     const token = await identity.tokenFor('inventory', principal)
 *     const { caller, principal } = await identity.verify(token, { from: ['gateway'] })
 *
 * Keys are rotated while everything runs: a new private key is used as soon as it is there, a new public one is believed
 * as soon as it is published, and tokens under the key before stay good for as long as that key is published.
 */
import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { Clock } from '@switchyard/runtime/clock'
import { readSecret } from '@switchyard/runtime/secrets'
import { z } from 'zod'
import type { Principal } from './envelope.ts'
import { Failure } from './failure.ts'
import { ownKey } from './own-key.ts'
import { publicKeys } from './public-keys.ts'
import { RecentMap } from './recent-map.ts'
import { createSeal, type Kind, type Seal } from './seal.ts'

/** What a token proves: which process made the call, and for whom. */
interface Verified {
  caller: string
  principal: Principal
}

/** A process's own key and its knowledge of everybody's public keys. */
export interface Identity extends Seal {
  /** One token per audience and principal, reused while it has at least 15 of its 60 s to live. */
  tokenFor(audience: string, principal: Principal): Promise<string>
  /** Throws `unauthenticated` for a token that proves nothing, `forbidden` for a caller that `from` does not name. */
  verify(token: string, expected: { from: readonly string[] }): Promise<Verified>
}

const kindFor = (audience: string): Kind => ({ typ: 'call+jwt', audience, lifeS: 60 })
const reusedWhileMs = 45_000
const remembered = 10_000

interface IdentityOptions {
  service: string
  secretsDir: string
  clock: Clock
}

/** Reads this service's private key and the public keys of all, and follows both. Throws when its own is missing. */
export async function loadIdentity({ service, secretsDir, clock }: IdentityOptions): Promise<Identity> {
  const keysDir = join(secretsDir, 'keys')
  const privateKey = `${service}.private.jwk`
  readSecret(keysDir, privateKey)
  const everybodys = publicKeys({ file: join(keysDir, 'public.jwks'), clock })
  const own = await ownKey({ file: join(keysDir, privateKey), service, publicKeys: everybodys, clock })
  const seal = createSeal({ service, ownKey: own, publicKeys: everybodys, clock })
  const minted = new RecentMap<{ token: Promise<string>; untilMs: number }>(remembered)
  const proven = new RecentMap<Verified & { untilMs: number }>(remembered)

  return {
    ...seal,
    tokenFor(audience, principal) {
      const name = JSON.stringify([audience, principal.kind, principal.id, principal.scopes])
      const known = minted.get(name)
      if (known && clock.now() < known.untilMs) return known.token
      const { kind, id, scopes } = principal
      const token = seal.sign({ sub: id, kind, ...(scopes ? { scopes } : {}) }, kindFor(audience))
      minted.set(name, { token, untilMs: clock.now() + reusedWhileMs })
      return token
    },
    async verify(token, { from }) {
      const name = hash('sha256', token)
      let known = proven.get(name)
      if (!known || clock.now() >= known.untilMs) {
        known = await prove(seal, token)
        proven.set(name, known)
      }
      if (from.includes(known.caller)) return known
      throw new Failure('forbidden', { detail: `${known.caller} may not call ${service}.` })
    },
  }
}

async function prove(seal: Seal, token: string): Promise<Verified & { untilMs: number }> {
  try {
    const { by, claims, untilMs } = await seal.open(token, kindFor(seal.service))
    const { sub, kind, scopes } = Claims.parse(claims)
    if (kind === 'service' && sub !== by) throw new Error('a service may speak as itself alone')
    return { caller: by, principal: { kind, id: sub, ...(scopes ? { scopes } : {}) }, untilMs }
  } catch (cause) {
    throw new Failure('unauthenticated', { detail: 'The service token proves nothing.' }, { cause })
  }
}

const Claims = z.object({
  sub: z.string().max(300),
  kind: z.enum(['guest', 'shopper', 'staff', 'admin', 'partner', 'service']),
  scopes: z.array(z.string()).optional(),
})
