import { Failure } from '@switchyard/rpc/failure'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** What a partner's page may send and read beside what any page may. */
const methods = 'GET, POST, PUT, DELETE'
const sent =
  'authorization, content-type, idempotency-key, if-none-match, last-event-id, traceparent, x-order-token, x-switchyard-version, x-trpc-source'
const read = 'deprecation, etag, link, ratelimit, ratelimit-policy, retry-after, sunset, x-request-id'
const preflightKeptS = 600

/**
 * Lets the pages of partners whose origins are listed call the gateway with an API key; nobody else's, and by default
 * nobody's. Never with cookies: the browser is not told that it may send them, and what comes from such a page has none here.
 */
export function crossOrigin(origins: readonly string[]) {
  const isListed = (request: FastifyRequest): boolean => {
    const { origin } = request.headers
    return origin !== undefined && origins.includes(origin)
  }
  return {
    isListed,
    async hook(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      if (origins.length > 0) reply.header('vary', 'origin')
      const listed = isListed(request)
      if (listed) {
        const { origin = '' } = request.headers
        reply.headers({
          'access-control-allow-origin': origin,
          'access-control-expose-headers': read,
          'cross-origin-resource-policy': 'cross-origin',
        })
      }
      if (request.method !== 'OPTIONS') return
      if (!listed) throw new Failure('forbidden', { detail: 'Pages of this origin may not call the gateway.' })
      reply.headers({
        'access-control-allow-methods': methods,
        'access-control-allow-headers': sent,
        'access-control-max-age': preflightKeptS,
      })
      await reply.code(204).send()
    },
  }
}
