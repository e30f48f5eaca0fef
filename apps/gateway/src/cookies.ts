import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** What we keep in a browser: a guest's id, a session's token, the mark of a device on which somebody has signed in before, and a sign-in that waits for its second step. */
type CookieName = 'guest' | 'session' | 'device' | 'challenge'

/** The cookies of one request and its answer, the same for every protocol. No script reads them, and no other site sends them along with a change. */
export interface Cookies {
  get(name: CookieName): string | undefined
  set(name: CookieName, value: string, maxAgeS: number): void
  clear(name: CookieName): void
}

/** On https the names begin with `__Host-`, which browsers accept from this very host alone. */
export function cookiesOf(request: FastifyRequest, reply: FastifyReply): Cookies {
  const secure = request.headers['x-forwarded-proto'] === 'https'
  const nameOf = (name: CookieName) => `${secure ? '__Host-' : ''}switchyard_${name}`
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    get: (name) => request.cookies[nameOf(name)],
    set: (name, value, maxAge) => void reply.setCookie(nameOf(name), value, { ...attributes, maxAge }),
    clear: (name) => void reply.clearCookie(nameOf(name), attributes),
  }
}
