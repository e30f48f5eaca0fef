import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ask, meaningOf } from './http.ts'

async function serverThat(answers: RequestListener): Promise<string> {
  const server = createServer(answers)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a whole answer is read, with what it asks of a retry', async () => {
  const url = await serverThat((_, response) => response.writeHead(503, { 'retry-after': '2' }).end('{"code":"x"}'))
  const answer = await ask(url)
  expect(answer).toEqual({ status: 503, text: '{"code":"x"}', retryAfterMs: 2_000 })
  expect(meaningOf(answer)).toEqual({ code: 'x' })
})

test('no answer is status 0 with the reason, never an error', async () => {
  const breaks = await serverThat((request) => request.socket.resetAndDestroy())
  expect(await ask(breaks)).toEqual({ status: 0, text: 'ECONNRESET' })
  const halfway = await serverThat((request, response) => {
    response.write('{"half":')
    setImmediate(() => request.socket.resetAndDestroy())
  })
  expect(await ask(halfway)).toMatchObject({ status: 0 })
  expect(await ask('http://127.0.0.1:1')).toEqual({ status: 0, text: 'ECONNREFUSED' })
})

test('silence ends at the limit', async () => {
  const silent = await serverThat(() => {})
  expect(await ask(silent, { limitMs: 50 })).toEqual({ status: 0, text: 'timeout' })
})
