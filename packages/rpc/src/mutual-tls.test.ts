import { readFile } from 'node:fs/promises'
import { connect as connectTls } from 'node:tls'
import { privateCa } from '@switchyard/private-ca/private-ca'
import { systemClock, TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { Agent, request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type MutualTls, mutualTls, tlsNameOf } from './mutual-tls.ts'
import { testCertificates } from './testing/certificates.ts'
import { echo, echoRouter } from './testing/echo.ts'
import { guestScope, testNetwork } from './testing/network.ts'

const hourMs = 3_600_000

async function ground() {
  const certificates = await testCertificates()
  const network = await testNetwork()
  onTestFinished(async () => {
    await network[Symbol.asyncDispose]()
    await certificates[Symbol.asyncDispose]()
  })
  let calls = 0
  const router = echoRouter({
    say: async ({ input }) => {
      calls++
      return input
    },
    saveOnce: async ({ input }) => {
      calls++
      return input
    },
  })
  const serve = async (tls: MutualTls) => (await network.serve(echo, router, { tls })).port
  return { certificates, network, serve, calls: () => calls }
}

/** Certificates that prove nothing to the others, each by another fault. */
const bad: Record<string, (it: Awaited<ReturnType<typeof testCertificates>>, service: string) => Promise<MutualTls>> = {
  'of an authority that nobody trusts': async ({ tlsOf }, service) =>
    tlsOf(service, { by: await privateCa({ nowMs: Date.now() }) }),
  'that has expired': ({ tlsOf }, service) => {
    const fromMs = Date.now() - 2 * hourMs
    return tlsOf(service, { fromMs, clock: new TestClock(fromMs + hourMs / 2) })
  },
  'that is good and another service’s': ({ tlsOf }) => tlsOf('inventory'),
}

test('calls are encrypted, each of a batch is answered when its answer is there, and the registry says so', async () => {
  const { certificates, network, serve } = await ground()
  await serve(await certificates.tlsOf('orders'))
  const ordersFor = await network.connect(echo, { as: 'gateway', tls: await certificates.tlsOf('gateway') })
  const client = ordersFor(guestScope())
  const slow = client.wait.query({ ms: 60_000 }).then(
    () => 'answered',
    () => 'waited for',
  )
  expect(await Promise.all([client.say.query({ words: 'a' }), client.say.query({ words: 'b' })])).toEqual([
    { words: 'a' },
    { words: 'b' },
  ])
  expect(ordersFor.view().instances).toMatchObject([{ address: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/) }])
  await ordersFor.close()
  expect(await slow).toBe('waited for')
})

describe.each(Object.keys(bad))('a certificate %s', (name) => {
  test('opens no door: whoever calls with it is refused before the call was sent', async () => {
    const { certificates, network, serve, calls } = await ground()
    await serve(await certificates.tlsOf('orders'))
    const client = await network.connect(echo, { as: 'gateway', tls: await bad[name]?.(certificates, 'gateway') })
    const failed = client(guestScope()).saveOnce.mutate({ words: 'a' })
    await expect(failed).rejects.toMatchObject({ code: 'unavailable', cause: { kind: 'refused' } })
    expect(calls()).toBe(0)
  })

  test('answers for nobody: a call goes to another instance, also one that may not be made twice', async () => {
    const { certificates, network, serve, calls } = await ground()
    await network.serve(echo, echoRouter(), { tls: await bad[name]?.(certificates, 'orders') })
    const tls = await certificates.tlsOf('gateway')
    const connect = async () => (await network.connect(echo, { as: 'gateway', tls }))(guestScope())
    const failed = (await connect()).saveOnce.mutate({ words: 'a' })
    await expect(failed).rejects.toMatchObject({ code: 'unavailable', cause: { kind: 'refused' } })
    await serve(await certificates.tlsOf('orders'))
    for (let left = 6; left > 0; left--) await (await connect()).saveOnce.mutate({ words: 'a' })
    expect(calls()).toBe(6)
  })
})

test('a certificate below an authority in between is as good, when it brings that along', async () => {
  const { certificates, network } = await ground()
  const env = await certificates.envFor('orders', { by: await certificates.ca.below() })
  await certificates.write(env.TLS_CA_FILE, certificates.ca.cert)
  const tls = await mutualTls({ service: 'orders', env, clock: systemClock, log: silentLog })
  await network.serve(echo, echoRouter(), { tls })
  const client = await network.connect(echo, { as: 'gateway', tls: await certificates.tlsOf('gateway') })
  expect(await client(guestScope()).say.query({ words: 'a' })).toEqual({ words: 'a' })
  const [alone = ''] = (await readFile(env.TLS_CERT_FILE, 'utf8')).split(/(?<=-----END CERTIFICATE-----\n)/)
  await certificates.write(env.TLS_CERT_FILE, alone)
  const again = mutualTls({ service: 'orders', env, clock: systemClock, log: silentLog })
  await expect(again).rejects.toThrow('was not issued by an authority of TLS_CA_FILE')
})

test('whoever has no certificate, or speaks plain HTTP, gets nothing', async () => {
  const { certificates, serve } = await ground()
  const port = await serve(await certificates.tlsOf('orders'))
  const nameless = new Agent({ connect: { ca: certificates.ca.cert, servername: tlsNameOf('orders') } })
  onTestFinished(() => nameless.destroy())
  await expect(request(`https://127.0.0.1:${port}/livez`, { dispatcher: nameless })).rejects.toThrow()
  await expect(request(`http://127.0.0.1:${port}/livez`)).rejects.toThrow()
})

test('a process that has TLS calls nobody who offers none', async () => {
  const { certificates, network } = await ground()
  await network.serve(echo, echoRouter())
  const client = await network.connect(echo, { as: 'gateway', tls: await certificates.tlsOf('gateway') })
  const failed = client(guestScope()).say.query({ words: 'a' })
  await expect(failed).rejects.toMatchObject({
    cause: { kind: 'refused', message: expect.stringMatching('plain HTTP') },
  })
})

test('nothing older than TLS 1.3 is spoken', async () => {
  const { certificates, serve } = await ground()
  const port = await serve(await certificates.tlsOf('orders'))
  const own = await certificates.issue('gateway')
  const dated = { ...own, ca: certificates.ca.cert, servername: tlsNameOf('orders'), maxVersion: 'TLSv1.2' } as const
  const said = await new Promise<string>((resolve) => {
    const socket = connectTls({ port, host: '127.0.0.1', ...dated }, () => resolve('connected'))
    socket.on('error', ({ message }) => resolve(message))
  })
  expect(said).toMatch('protocol version')
})

test('a renewed certificate is used without a restart, once all its files are there', async () => {
  const { certificates, network } = await ground()
  const clock = new TestClock(Date.now())
  const env = await certificates.envFor('orders')
  const server = await network.serve(echo, echoRouter(), {
    ...{ tls: await mutualTls({ service: 'orders', env, clock, log: silentLog }) },
  })
  const shown = async () => {
    await clock.advance(5_000)
    return await serialShown(server.port, { ...(await certificates.issue('gateway')), ca: certificates.ca.cert })
  }
  const first = await shown()
  const next = await certificates.issue('orders')
  await certificates.write(env.TLS_CERT_FILE, next.cert)
  expect([await shown(), await shown()]).toEqual([first, first])
  await certificates.write(env.TLS_KEY_FILE, next.key)
  await expect.poll(shown).not.toBe(first)
})

/** The number of the certificate that a server proves itself by. */
const serialShown = (port: number, client: { cert: string; key: string; ca: string }) =>
  new Promise<string | undefined>((resolve, reject) => {
    const socket = connectTls({ port, host: '127.0.0.1', ...client, servername: tlsNameOf('orders') }, () => {
      resolve(socket.getPeerX509Certificate()?.serialNumber)
      socket.destroy()
    })
    socket.on('error', reject)
  })
