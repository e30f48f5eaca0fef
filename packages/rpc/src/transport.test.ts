import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { entryOf } from './testing/entry.ts'
import { createTransport } from './transport.ts'

/** Pings an instance that answers its first and its second request by these. */
async function pingTwice(...answers: [RequestListener, RequestListener]) {
  let asked = 0
  const server = createServer((request, response) => answers[asked++ === 0 ? 0 : 1](request, response))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const transport = createTransport({ identity: { tokenFor: async () => '' }, clock })
  const answered = await transport.ping(entryOf('a', { address: `127.0.0.1:${port}` }))
  await transport.close()
  server.close()
  return { answered, asked }
}
const hangsUp: RequestListener = ({ socket }) => socket.destroy()
const pongs: RequestListener = (_, response) => response.end()

test('a connection that is closed under a ping says nothing of its instance, which is asked once more', async () => {
  expect(await pingTwice(hangsUp, pongs)).toEqual({ answered: true, asked: 2 })
})

test('whoever hangs up each time is gone', async () => {
  expect(await pingTwice(hangsUp, hangsUp)).toEqual({ answered: false, asked: 3 })
})

test('a ping does not wait for probes, however many a slow instance lets wait', async () => {
  const answered: string[] = []
  const held: (() => void)[] = []
  const server = createServer(({ url }, response) => {
    if (url === '/livez') response.end()
    else held.push(() => response.end())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const transport = createTransport({ identity: { tokenFor: async () => '' }, clock })
  const entry = entryOf('a', { address: `127.0.0.1:${port}` })
  const probes = Array.from({ length: 6 }, () => transport.probe(entry).then(() => answered.push('probe')))
  await transport.ping(entry).then((pong) => answered.push(pong ? 'pong' : 'none'))
  for (const answer of held) answer()
  await Promise.all(probes)
  await transport.close()
  server.close()
  expect(answered[0]).toBe('pong')
})
