import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers that the ingress gives itself, when nobody behind it can. */
export type EdgeProblem = keyof typeof problems

const problems = {
  unavailable: [503, 'Service unavailable', 'Nothing that could answer is ready. Try again in a moment.'],
  not_found: [404, 'Not found', 'There is nothing at this address.'],
  body_too_large: [413, 'Body too large', 'The body is larger than this address takes.'],
  invalid_input: [400, 'Invalid request', 'The request cannot be passed on as it is.'],
} as const

/** Answers with a problem (RFC 9457), or, for a browser that asked for a page of a shop that is not open yet, with a page. */
export function answerProblem(
  request: IncomingMessage,
  response: ServerResponse,
  { code, page = false }: { code: EdgeProblem; page?: boolean },
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const [status, title, detail] = problems[code]
  const requestId = randomUUID()
  const asPage = page && code === 'unavailable' && (request.headers.accept ?? '').includes('text/html')
  const type = asPage ? 'text/html; charset=utf-8' : 'application/problem+json'
  const body = asPage ? openingPage : JSON.stringify({ type: 'about:blank', title, status, code, detail, requestId })
  response.writeHead(status, {
    'content-type': type,
    ...secureHeaders,
    'x-request-id': requestId,
    ...(status === 503 ? { 'retry-after': '1' } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** As those who stand behind the ingress say it; the page of a shop that opens has its style within. */
export const secureHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** Shown by a browser while no web instance is ready; it asks again by itself, and needs nothing from anyone. */
const openingPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="2">
<title>Halftone is opening</title>
<style>
  :root { color-scheme: light dark }
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 32px; box-sizing: border-box;
    background: light-dark(oklch(0.978 0.003 110), oklch(0.165 0.007 262));
    color: light-dark(oklch(0.215 0.018 265), oklch(0.945 0.006 95)); font: 400 16px/1.5 system-ui, sans-serif }
  h1 { font-size: 28px; font-weight: 500; margin: 0 0 8px }
  p { margin: 0; max-width: 34em; color: light-dark(oklch(0.42 0.014 265), oklch(0.79 0.008 95)) }
</style>
<h1>The shop is opening.</h1>
<p>The lights are coming on; it takes a few seconds. This page looks again by itself.</p>
</html>
`
