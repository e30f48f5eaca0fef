import { passedOn } from './passed-on.ts'

/** Who stands at the door: the cookies that the page sets, and the request's own with them. */
export interface Met {
  setCookie: readonly string[]
  cookie: string
}

const deadlineMs = 1_000
const known = /(?:^|;\s*)(?:__Host-)?switchyard_(?:guest|session)=/

/**
 * Has the gateway make a guest of a browser that opens a page and is nobody yet. With the page it has its cookie, and all that
 * its scripts then ask at once comes from the same guest; otherwise each of those calls would be answered with another one.
 * `null` when the request is somebody's, is for no page, or when no cookie was to be had: the browser gets one with a later call.
 */
export async function meetGuest(
  { method, headers }: Pick<Request, 'method' | 'headers'>,
  { gatewayUrl, ask = fetch }: { gatewayUrl: string; ask?: (url: string, init: RequestInit) => Promise<Response> },
): Promise<Met | null> {
  const cookie = headers.get('cookie') ?? ''
  if (method !== 'GET' || !headers.get('accept')?.includes('text/html') || known.test(cookie)) return null
  const answer = await ask(`${gatewayUrl}/api/v2/me`, {
    headers: passedOn(headers),
    signal: AbortSignal.timeout(deadlineMs),
    cache: 'no-store',
  }).catch(() => null)
  const setCookie = answer?.headers.getSetCookie() ?? []
  await answer?.body?.cancel()
  if (setCookie.length === 0) return null
  const pairs = setCookie.map((one) => one.split(';', 1)[0] ?? '')
  return { setCookie, cookie: [cookie, ...pairs].filter(Boolean).join('; ') }
}
