import { type NextRequest, NextResponse } from 'next/server'
import { contentPolicy } from './content-policy'
import { env, isProduction } from './env'
import { meetGuest } from './meet-guest'

/**
 * What a page needs before it is drawn. A browser that comes for the first time becomes a guest. Each page gets a nonce: Next
 * reads it from the request's own policy and puts it on every script. It decides about nothing and lets everything through.
 * Hot reload evaluates code, so there is no policy while one works on the shop.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const headers = new Headers(request.headers)
  const met = await meetGuest(request, env())
  if (met) headers.set('cookie', met.cookie)
  const policy = isProduction ? giveNonce(headers) : undefined
  const response = NextResponse.next({ request: { headers } })
  if (policy !== undefined) response.headers.set('content-security-policy', policy)
  for (const cookie of met?.setCookie ?? []) response.headers.append('set-cookie', cookie)
  return response
}

/** Returns the content policy with the nonce that the page's scripts then carry. */
function giveNonce(headers: Headers): string {
  const nonce = btoa(crypto.randomUUID())
  const policy = contentPolicy(nonce)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  return policy
}

/** Pages, and what is no file of the build. */
export const config = { matcher: ['/((?!_next/static/|art/|theme\\.js$|healthz$|icon\\.svg$|favicon\\.ico$).*)'] }
