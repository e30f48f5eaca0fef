import type { ProtocolName, Way } from './way'

interface Request {
  method: 'GET' | 'POST'
  path: string
  body?: object
}

const slug = 'contour-no-2'
const nowhere = 'no-such-print'

const printDocument = `query Print($slug: String!) {
  product(slug: $slug) { slug title variants { sku size available } }
}`

/** The wall that GraphQL hangs at once: a document that every gateway knows by its name. */
const wall: Request = { method: 'POST', path: '/graphql', body: { documentId: 'shop.wall' } }

const printOver = (name: string): Readonly<Record<ProtocolName, Request>> => ({
  tRPC: { method: 'GET', path: `/trpc/v2/products.bySlug?input=${encodeURIComponent(JSON.stringify({ slug: name }))}` },
  REST: { method: 'GET', path: `/api/v2/products/${name}` },
  GraphQL: { method: 'POST', path: '/graphql', body: { query: printDocument, variables: { slug: name } } },
})

/** Asks for a print, or for one that is not there, over all three protocols, one after the other. */
export async function askThreeWays(what: 'print' | 'nothing'): Promise<Way[]> {
  const requests = printOver(what === 'print' ? slug : nowhere)
  return [await ask('tRPC', requests.tRPC), await ask('REST', requests.REST), await ask('GraphQL', requests.GraphQL)]
}

/** Asks for fifty prints with the stock of every size, in one request of GraphQL. */
export const askForWall = (): Promise<Way> => ask('GraphQL', wall)

async function ask(protocol: ProtocolName, { method, path, body }: Request): Promise<Way> {
  const start = performance.now()
  const reply = await fetch(path, {
    method,
    cache: 'no-store',
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
  })
  const bytes = await reply.arrayBuffer()
  const ms = performance.now() - start
  const text = new TextDecoder().decode(bytes)
  const calls = reply.headers.get('x-service-calls')
  return {
    ...{ protocol, status: reply.status, bytes: bytes.byteLength, ms },
    request: `${method} ${decodeURIComponent(path)}${body ? `\n\n${wordsOf(body)}` : ''}`,
    calls: calls === null ? null : calls.split(', ').filter((call) => call !== ''),
    ...read(text),
  }
}

/** A document is shown as it is written, with its variables below. */
function wordsOf(body: { query?: string; variables?: object; documentId?: string }): string {
  return body.query ? `${body.query}\n\n${JSON.stringify(body.variables)}` : JSON.stringify(body)
}

const replyCharsMax = 4_000

/** The failure's code where each protocol has it, and what all must agree on. */
function read(text: string): Pick<Way, 'code' | 'reply' | 'gist'> {
  const json: unknown = JSON.parse(text)
  const at = (...path: string[]) => path.reduce<unknown>((value, key) => Object(value)[key], json)
  const code = [at('error', 'data', 'code'), at('code'), at('errors', '0', 'extensions', 'code')].find(isText) ?? null
  const print = Object(at('result', 'data') ?? at('data', 'product') ?? json)
  const sizes = Array.isArray(print.variants) ? print.variants.map(({ sku }: { sku: string }) => sku).join(', ') : ''
  return {
    code,
    reply: JSON.stringify(json, null, 1).slice(0, replyCharsMax),
    gist: isText(print.title) ? `${print.title}: ${sizes}` : null,
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'
