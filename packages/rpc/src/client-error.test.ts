import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { answerClientError } from './client-error.ts'

const closers: (() => unknown)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** What a server that waits for a tenth of a second answers to these bytes on a connection that then stays open. */
async function answerTo(bytes: string): Promise<{ status: string; body: Record<string, unknown>; head: string }> {
  const waits = { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20, maxHeaderSize: 2_000 }
  const server = createServer(waits, (request, response) => {
    request.resume().on('end', () => response.end('{}'))
  })
  server.on('clientError', (error, socket) =>
    answerClientError(error, socket, { headers: { 'x-a': '1' }, requestId: 'r' }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write(bytes)
  const answer = await text(socket)
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return { status: head.split(' ')[1] ?? '', body: JSON.parse(body), head }
}

test.each([
  ['headers that never end', 'GET / HTTP/1.1\r\nhost: a\r\n', '408', 'request_timeout'],
  ['a body that never ends', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nab', '408', 'request_timeout'],
  [
    'headers that are too large',
    `GET / HTTP/1.1\r\nhost: a\r\nb: ${'c'.repeat(3_000)}\r\n\r\n`,
    '431',
    'headers_too_large',
  ],
  ['what is no HTTP', 'hello\r\n\r\n', '400', 'invalid_input'],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na',
    '400',
    'invalid_input',
  ],
])('%s is refused in the shape of every refusal, and cut', async (_, bytes, status, code) => {
  const answer = await answerTo(bytes)
  expect([answer.status, answer.body]).toMatchObject([status, { code, status: Number(status), requestId: 'r' }])
  expect(answer.head).toMatch(/x-a: 1\r\n[\s\S]*connection: close/)
  expect(JSON.stringify(answer.body)).not.toMatch(/HPE|ERR_|Parse/)
})
