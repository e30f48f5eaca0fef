import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { isTransportFault } from '@switchyard/rpc/transport-fault'
import type { Dispatcher } from 'undici'
import { answerProblem } from './edge-answers.ts'
import { requestHeaders, responseHeaders } from './edge-headers.ts'
import type { Timers } from './timers.ts'
import type { Upstream, UpstreamKind, Upstreams } from './upstreams.ts'
import { signVisitor } from './visitor.ts'

/** How long a request waits in all for an instance that takes it, in milliseconds; then it is told to come back. */
const placeMsMax = 800

/** Largest body that is passed on, in bytes. */
const bodyBytesMax: Readonly<Record<UpstreamKind, number>> = { gateway: 64 * 1024, web: 1024 * 1024 }

/**
 * Passes one request on and its answer back, chunk by chunk, so that event streams arrive as they are written. The body
 * is read first (it is small by rule): a slow sender then occupies only the ingress, and a request whose connection was
 * refused can go to another instance. A GET that broke before any answer is tried on another as well.
 */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  options: ForwardOptions,
): Promise<void> {
  const { kind, secret, lab, timers } = options
  const path = request.url ?? ''
  if (!isReadable(path)) return answerProblem(request, response, { code: 'invalid_input' })
  const body = await readBody(request, bodyBytesMax[kind])
  if (body === 'gone') return
  if (body === 'too large') return answerProblem(request, response, { code: 'body_too_large' })
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const remoteAddress = request.socket.remoteAddress ?? 'unknown'
  const forGateway = kind === 'gateway'
  const origin = forGateway
    ? { remoteAddress, secret, lab }
    : {
        remoteAddress,
        secret: undefined,
        lab: false,
        visitor: signVisitor(remoteAddress, { secret, nowMs: timers.now() }),
      }
  const headers = requestHeaders(request.rawHeaders, origin)
  const method = (request.method ?? 'GET') as Dispatcher.HttpMethod
  await place({ path, method, headers, body, signal: gone.signal }, request, response, options)
}

/** What {@link forward} needs to know beyond the request. */
export interface ForwardOptions {
  readonly kind: UpstreamKind
  readonly upstreams: Upstreams
  /** Sent to gateways as `x-ingress-secret`. */
  readonly secret: string
  /** Whether the lab is open, and its terms pass. */
  readonly lab: boolean
  readonly timers: Timers
}

type Outgoing = Pick<Dispatcher.RequestOptions, 'path' | 'method' | 'headers' | 'body'> & {
  readonly signal: AbortSignal
}

async function place(outgoing: Outgoing, request: IncomingMessage, response: ServerResponse, options: ForwardOptions) {
  const { kind, upstreams, timers } = options
  const untilMs = timers.now() + placeMsMax
  const tried = new Set<Upstream>()
  for (;;) {
    const upstream = await upstreams.pick(kind, { except: tried, untilMs })
    if (outgoing.signal.aborted) return
    if (upstream === undefined) return answerProblem(request, response, { code: 'unavailable', page: kind === 'web' })
    tried.add(upstream)
    upstream.pending += 1
    try {
      const answer = await upstream.pool.request({ ...outgoing, responseHeaders: 'raw' })
      await passBack(answer, response)
      return
    } catch (error) {
      if (outgoing.signal.aborted) return
      if (response.headersSent) return void response.destroy()
      if (!mayTryAnother(error, outgoing.method)) {
        return answerProblem(request, response, {
          code: isInvalid(error) ? 'invalid_input' : 'unavailable',
          page: kind === 'web',
        })
      }
    } finally {
      upstream.pending -= 1
    }
  }
}

async function passBack(answer: Dispatcher.ResponseData, response: ServerResponse): Promise<void> {
  // With `responseHeaders: 'raw'` they come as the flat list of the wire.
  const raw = answer.headers as unknown as readonly (string | Buffer)[]
  response.writeHead(answer.statusCode, responseHeaders(raw.map((part) => part.toString('latin1'))))
  response.flushHeaders()
  await pipeline(answer.body, response)
}

/** Whether a path decodes to text: servers differ in how they fail over one that does not, up to a bare 500. */
function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path.split('?', 1)[0] ?? '')
    return path.startsWith('/')
  } catch {
    return false
  }
}

/** The whole body; 'gone' when the client left while sending. */
async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | null | 'too large' | 'gone'> {
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) return null
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return 'too large'
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length
      if (bytes > bytesMax) return 'too large'
      chunks.push(chunk)
    }
  } catch {
    return 'gone'
  }
  return Buffer.concat(chunks)
}

/** Never connected: nothing was sent, so anything may be. Connected and cut: only what changes nothing. */
function mayTryAnother(error: unknown, method: string): boolean {
  const code = codeOf(error)
  if (isTransportFault(error, 'refused')) return true
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_CLOSED'].includes(code))
    return true
  return (
    ['GET', 'HEAD'].includes(method) && ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_DESTROYED'].includes(code)
  )
}

function isInvalid(error: unknown): boolean {
  return codeOf(error) === 'UND_ERR_INVALID_ARG'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
