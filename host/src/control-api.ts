import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type ControlAnswer, ControlError } from './control-error.ts'
import { type ControlPorts, handleControl } from './control-operations.ts'

/** Largest body that the control API reads, in bytes. */
const bodyBytesMax = 16 * 1024

/**
 * The host's control API: JSON over HTTP on 127.0.0.1 for whoever has the token (`host.json`): the lab through the
 * gateway, tests, campaigns. It answers at once; that something came to pass is seen in `GET /instances`.
 */
export function createControlApi({ token, ports }: { token: string; ports: ControlPorts }): Server {
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 10_000 },
    (request, response) => {
      answer(request, token, ports).then(
        ({ status, body }) => send(response, status, 'application/json', body),
        (error: unknown) => sendError(response, error),
      )
    },
  )
  server.maxConnections = 256
  return server
}

async function answer(request: IncomingMessage, token: string, ports: ControlPorts): Promise<ControlAnswer> {
  if (!isAuthorized(request.headers.authorization, token)) {
    throw new ControlError('unauthenticated', 'Send the token of host.json: authorization: Bearer <token>.')
  }
  const url = new URL(request.url ?? '/', 'http://host')
  const path = url.pathname.split('/').slice(1).map(decode)
  return handleControl(
    { method: request.method ?? 'GET', path, query: url.searchParams, body: () => readJson(request) },
    ports,
  )
}

function isAuthorized(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length
    if (bytes > bodyBytesMax) throw new ControlError('body_too_large', `The body is over ${bodyBytesMax} bytes.`)
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new ControlError('malformed_json', 'The body is not JSON.')
  }
}

function send(response: ServerResponse, status: number, type: string, body: unknown): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(JSON.stringify(body))
}

function sendError(response: ServerResponse, error: unknown): void {
  const { status, code, message } = ControlError.from(error)
  if (status === 503) response.setHeader('retry-after', '1')
  send(response, status, 'application/problem+json', {
    type: 'about:blank',
    title: code.replaceAll('_', ' '),
    status,
    code,
    detail: message,
  })
}
