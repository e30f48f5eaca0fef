import { connect, createServer } from 'node:net'
import { silentLog as log } from '@switchyard/runtime/log'
import { afterAll, expect, test } from 'vitest'
import { commandClient, firstConnection } from './redis-clients.ts'

const url = new URL(process.env.TEST_REDIS_URL ?? '')
const closers: (() => void)[] = []
afterAll(() => {
  for (const close of closers) close()
})

/** A Redis whose every answer comes so much later. */
async function slowRedis(byMs: number): Promise<string> {
  const server = createServer((socket) => {
    const behind = connect(Number(url.port), url.hostname)
    socket.pipe(behind)
    behind.on('data', (data) => setTimeout(() => socket.write(data), byMs))
    for (const [one, other] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  const address = server.address()
  const slow = new URL(url)
  slow.host = `127.0.0.1:${address && typeof address === 'object' ? address.port : ''}`
  return slow.href
}

test('a Redis that takes longer to greet than a command may last is connected to all the same, and its commands fail in time', async () => {
  const client = commandClient({ url: await slowRedis(260), log })
  closers.push(() => client.disconnect())
  await firstConnection(client)
  expect(client.status).toBe('ready')
  await expect(client.get('anything')).rejects.toThrow('Command timed out')
})
