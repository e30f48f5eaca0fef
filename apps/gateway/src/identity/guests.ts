import { createHmac, timingSafeEqual } from 'node:crypto'
import { RecentMap } from '@switchyard/rpc/recent-map'

/** Guests are known by a signed id in a cookie and by nothing else: no row is written for them. */
export interface Guests {
  /** The guest's id, or `null` if the cookie is missing or was not signed by us. */
  read(cookie: string | undefined): string | null
  /** A new guest: id, and what its cookie holds. */
  issue(): { id: string; cookie: string }
}

/** Cookies that were found to be ours: whoever shows one again is known without another hash. */
const knownMax = 10_000

/** Signs with HMAC-SHA-256; all gateways share the secret, so any of them knows every guest. */
export function createGuests({ secret, newId }: { secret: string; newId: () => string }): Guests {
  const known = new RecentMap<string>(knownMax)
  const sign = (id: string) => createHmac('sha256', secret).update(id).digest('base64url')
  return {
    read(cookie = '') {
      const before = known.get(cookie)
      if (before !== undefined) return before
      const [id, signature] = cookie.split('.')
      if (!id || !signature) return null
      const given = Buffer.from(signature)
      const expected = Buffer.from(sign(id))
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
      known.set(cookie, id)
      return id
    },
    issue() {
      const id = newId()
      return { id, cookie: `${id}.${sign(id)}` }
    },
  }
}
