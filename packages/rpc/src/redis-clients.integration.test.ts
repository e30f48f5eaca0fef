import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { privateCa } from '@switchyard/private-ca/private-ca'
import { silentLog as log } from '@switchyard/runtime/log'
import { afterAll, expect, test } from 'vitest'
import { commandClient, firstConnection, subscriberClient } from './redis-clients.ts'

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

/** A Redis that speaks TLS alone, and the file with its authority; nobody else's certificate is in it. */
async function encryptedRedis(): Promise<{ url: string; strangers: string }> {
  const [ours, theirs] = await Promise.all([privateCa({ nowMs: Date.now() }), privateCa({ nowMs: Date.now() })])
  const own = await ours.issue('localhost', { fromMs: Date.now() - 60_000, untilMs: Date.now() + 60_000 })
  const server = createTlsServer(own, (socket) => {
    const behind = connect(Number(url.port), url.hostname)
    socket.on('error', () => behind.destroy()).on('close', () => behind.destroy())
    behind.on('error', () => socket.destroy())
    socket.pipe(behind).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-redis-tls-'))
  closers.push(
    () => server.close(),
    () => rmSync(dir, { recursive: true }),
  )
  const address = server.address()
  const at = `rediss://:${url.password}@localhost:${address && typeof address === 'object' ? address.port : ''}`
  const urlWith = (name: string, pem: string) => {
    writeFileSync(join(dir, name), pem)
    return `${at}?ssl_ca_certs=${join(dir, name)}`
  }
  return { url: urlWith('ours.pem', ours.cert), strangers: urlWith('theirs.pem', theirs.cert) }
}

test('a Redis that speaks TLS is believed by the authority that its URL names, and by no other', async () => {
  const redis = await encryptedRedis()
  for (const open of [commandClient, subscriberClient]) {
    const client = open({ url: redis.url, log })
    const wrong = open({ url: redis.strangers, log })
    closers.push(...[client, wrong].map((one) => () => one.disconnect()))
    const reason = new Promise<Error>((resolve) => wrong.once('error', resolve))
    await firstConnection(client)
    expect(client.status).toBe('ready')
    expect(await reason).toMatchObject({ code: expect.stringMatching(/CERT|SIGNATURE/) })
    expect(wrong.status).not.toBe('ready')
  }
})
