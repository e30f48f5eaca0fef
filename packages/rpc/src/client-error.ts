import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type FailureCode, failures } from '@switchyard/contracts/failure'

/**
 * Answers what Node's HTTP server refuses before there is a request, in the shape of every refusal, and closes the connection:
 * headers that are too large, senders that are too slow, what is no HTTP at all. For its `clientError` event. Returns what it
 * told, if there was still somebody to tell.
 */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  { headers, requestId }: { headers: Readonly<Record<string, string>>; requestId: string },
): FailureCode | undefined {
  // Node keeps the answer that a connection is giving on it; one that has begun cannot be taken back.
  const { _httpMessage: answer } = socket as Duplex & { _httpMessage?: ServerResponse | null }
  if (error.code === 'ECONNRESET' || !socket.writable || answer?.headersSent) {
    socket.destroy()
    return undefined
  }
  const code = codes[error.code ?? ''] ?? 'invalid_input'
  const { status, title } = failures[code]
  const body = JSON.stringify({ type: 'about:blank', title, status, code, detail: null, requestId })
  const lines = Object.entries({
    ...headers,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-request-id': requestId,
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
  return code
}

const codes: Readonly<Record<string, FailureCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
}
