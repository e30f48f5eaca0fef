import { createHmac } from 'node:crypto'
import type { Clock } from '@switchyard/runtime/clock'
import { z } from 'zod'
import type { Seal } from '../seal.ts'

const Body = z.object({ iss: z.string(), typ: z.string(), audience: z.string(), iat: z.number(), exp: z.number() })

/**
 * A seal that promises what a real one does but waits for nothing, neither files nor threads: for tests in which time
 * stands still until it is moved. `as` signs in another's name with the key of `service`, which nobody should believe.
 */
export function instantSeal({ service, clock, as = service }: { service: string; clock: Clock; as?: string }): Seal {
  const macOf = (body: string, owner: string) => createHmac('sha256', owner).update(body).digest('base64url')
  return {
    service: as,
    async sign(claims, { lifeS, ...kind }) {
      const times = { iat: clock.now(), exp: clock.now() + lifeS * 1_000 }
      const body = Buffer.from(JSON.stringify({ ...claims, ...kind, ...times, iss: as })).toString('base64url')
      return `.${body}.${macOf(body, service)}`
    },
    async open(text, { typ, audience }) {
      const [, body = '', mac] = text.split('.')
      const claims = z.looseObject(Body.shape).parse(JSON.parse(Buffer.from(body, 'base64url').toString() || '{}'))
      if (mac !== macOf(body, claims.iss)) throw new Error('the signature is wrong')
      if (claims.typ !== typ || claims.audience !== audience) throw new Error('it is something else')
      if (clock.now() >= claims.exp) throw new Error('it has expired')
      return { by: claims.iss, claims, untilMs: claims.exp }
    },
  }
}
