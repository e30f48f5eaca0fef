/**
 * What an ingress does to headers (RFC 9110 §7.6.1): drops those that belong to one connection, drops what a client may
 * not say about itself, and says it instead. Headers are flat lists of names and values, as on the wire, so that
 * repeated ones stay repeated.
 */

const oneConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const notForClients = new Set(['forwarded', 'x-real-ip', 'x-ingress-secret', 'expect', 'content-length'])

/** Headers for an upstream. The body's length is left to whoever sends the body; `secret` is the gateway's proof that we sent it. */
export function requestHeaders(
  raw: readonly string[],
  { remoteAddress, secret, lab, visitor }: RequestOrigin,
): string[] {
  const drop = (name: string) =>
    notForClients.has(name) ||
    name.startsWith('x-forwarded-') ||
    (name === 'x-lab-scope' && !lab) ||
    (name === 'x-visitor' && visitor !== undefined)
  const kept = endToEnd(raw, drop)
  const host = firstValue(raw, 'host')
  kept.push('x-forwarded-for', remoteAddress, 'x-forwarded-proto', 'http')
  if (host !== undefined) kept.push('x-forwarded-host', host)
  if (secret !== undefined) kept.push('x-ingress-secret', secret)
  if (visitor !== undefined) kept.push('x-visitor', visitor)
  return kept
}

/** Headers for the client, as the upstream sent them. */
export function responseHeaders(raw: readonly string[]): string[] {
  return endToEnd(raw, () => false)
}

/** Who asked, and what proves to the upstream that this was found out by us. */
export interface RequestOrigin {
  readonly remoteAddress: string
  /** Undefined for upstreams that need no proof. */
  readonly secret: string | undefined
  /** For web instances, which ask the gateway on behalf of who asked them: the visitor, signed. A gateway looks at the signature. */
  readonly visitor?: string | undefined
  /** Whether the lab's terms pass; the gateway looks at their signature. */
  readonly lab: boolean
}

/** The first value of a header in a flat list. */
export function firstValue(raw: readonly string[], wanted: string): string | undefined {
  for (const [name, value] of pairs(raw)) if (name.toLowerCase() === wanted) return value
  return undefined
}

function endToEnd(raw: readonly string[], drop: (name: string) => boolean): string[] {
  const named = new Set((firstValue(raw, 'connection') ?? '').toLowerCase().split(/\s*,\s*/))
  const kept: string[] = []
  for (const [name, value] of pairs(raw)) {
    const lower = name.toLowerCase()
    if (!oneConnection.has(lower) && !named.has(lower) && !drop(lower)) kept.push(name, value)
  }
  return kept
}

function* pairs(raw: readonly string[]): Generator<[string, string]> {
  for (let index = 0; index + 1 < raw.length; index += 2) yield [raw[index] ?? '', raw[index + 1] ?? '']
}
