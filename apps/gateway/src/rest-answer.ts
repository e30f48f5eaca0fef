import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Sends what an operation answered as JSON. A query's answer has an ETag: whoever shows the same in `If-None-Match` gets
 * 304 and no body (RFC 9110). A page that is not the last links to the next one (RFC 8288).
 */
export function sendAnswer(
  answer: unknown,
  { request, reply, status }: { request: FastifyRequest; reply: FastifyReply; status: number },
): FastifyReply {
  // Fastify would send null as nothing at all.
  const text = JSON.stringify(answer)
  if (request.method === 'GET' || request.method === 'HEAD') {
    const etag = `"${createHash('sha1').update(text).digest('base64url')}"`
    const next = nextPage(request.url, answer)
    reply.header('etag', etag)
    if (next) reply.header('link', [reply.getHeader('link'), `<${next}>; rel="next"`].filter(Boolean).join(', '))
    if (names(request.headers['if-none-match'], etag)) return reply.code(304).send()
  }
  return reply.code(status).type('application/json; charset=utf-8').send(text)
}

/** Whether a list of entity tags has this one; `W/` does not matter where nothing is put together from parts. */
function names(list: string | undefined, etag: string): boolean {
  if (list === undefined) return false
  return list.trim() === '*' || list.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
}

function nextPage(url: string, answer: unknown): string | undefined {
  const { nextCursor } = Object(answer) as { nextCursor?: unknown }
  if (typeof nextCursor !== 'string') return undefined
  const [path = '', query = ''] = url.split('?')
  const asked = new URLSearchParams(query)
  asked.set('cursor', nextCursor)
  return `${path}?${asked}`
}
