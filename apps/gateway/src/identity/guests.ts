import { createHmac, timingSafeEqual } from 'node:crypto'

/** Guests are known by a signed id in a cookie and by nothing else: no row is written for them. */
export interface Guests {
  /** The guest's id, or `null` if the cookie is missing or was not signed by us. */
  read(cookie: string | undefined): string | null
  /** A new guest: id, and what its cookie holds. */
  issue(): { id: string; cookie: string }
}

/** Signs with HMAC-SHA-256; all gateways share the secret, so any of them knows every guest. */
export function createGuests({ secret, newId }: { secret: string; newId: () => string }): Guests {
  const sign = (id: string) => createHmac('sha256', secret).update(id).digest('base64url')
  return {
    read(cookie) {
      const [id, signature] = cookie?.split('.') ?? []
      if (!id || !signature) return null
      const given = Buffer.from(signature)
      const expected = Buffer.from(sign(id))
      return given.length === expected.length && timingSafeEqual(given, expected) ? id : null
    },
    issue() {
      const id = newId()
      return { id, cookie: `${id}.${sign(id)}` }
    },
  }
}
