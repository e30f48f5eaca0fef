import type { FastifyInstance } from 'fastify'
import { refuseDeep } from './input-limits.ts'

/** JSON bodies, no deeper than they may be; a key that would change how objects behave is refused with the body. */
export function serveJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    try {
      refuseDeep(String(body))
    } catch (error) {
      return done(error as Error)
    }
    return parse(request, String(body), done)
  })
}
