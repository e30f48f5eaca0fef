import { type NextRequest, NextResponse } from 'next/server'
import { contentPolicy } from './content-policy'
import { isProduction } from './env'

/**
 * Gives each page a nonce: Next reads it from the request's own policy and puts it on every script of the page. It decides
 * about nothing and lets everything through. Hot reload evaluates code, so there is no policy while one works on the shop.
 */
export function proxy(request: NextRequest): NextResponse {
  if (!isProduction) return NextResponse.next()
  const nonce = btoa(crypto.randomUUID())
  const policy = contentPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

/** Pages, and what is no file of the build. */
export const config = { matcher: ['/((?!_next/static/|art/|theme\\.js$|healthz$|icon\\.svg$|favicon\\.ico$).*)'] }
