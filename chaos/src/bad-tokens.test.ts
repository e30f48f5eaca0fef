import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readEnvelopes } from '@switchyard/rpc/call-headers'
import { openRegistration, signRegistration } from '@switchyard/rpc/registration'
import { ensureServiceKeys } from '@switchyard/rpc/testing/service-keys'
import { loadIdentity } from '@switchyard/rpc/tokens'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, onTestFinished, test } from 'vitest'
import { badTokens, offerTokens } from './bad-tokens.ts'
import { rogueRegistrations } from './rogue-registrations.ts'

async function keysOfAShop() {
  const secretsDir = mkdtempSync(join(tmpdir(), 'switchyard-chaos-test-'))
  onTestFinished(() => rmSync(secretsDir, { recursive: true }))
  await ensureServiceKeys({ secretsDir, services: ['gateway', 'orders', 'inventory'] })
  return { secretsDir, clock: new TestClock() }
}

/** An instance of orders that believes whom `verify` believes, and answers as ours do. */
async function instanceWith(verify: (token: string) => Promise<unknown>) {
  const server = createServer((request, response) => {
    const [envelope] = readEnvelopes(String(request.headers['x-envelope']))
    const answer = (status: number) => response.writeHead(status).end('{}')
    verify(envelope?.token ?? '').then(
      () => answer(200),
      ({ code }: { code?: string }) => answer(code === 'forbidden' ? 403 : 401),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { id: 'orders-1', service: 'orders', pid: 1, port, state: 'ready', restarts: 0 } as const
}

test('the right token is right, and every wrong one is refused by whoever checks', async () => {
  const { secretsDir, clock } = await keysOfAShop()
  const orders = await loadIdentity({ service: 'orders', secretsDir, clock })
  const tokens = await badTokens({ service: 'orders', secretsDir, clock })
  const instance = await instanceWith((token) => orders.verify(token, { from: ['gateway', 'host'] }))
  expect(Object.keys(tokens.wrong)).toHaveLength(6)
  expect(await offerTokens(tokens, instance)).toEqual({ badTokens: 60, badTokensLetIn: 0 })
})

test('an instance that believes everybody is found out', async () => {
  const tokens = await badTokens({ service: 'orders', ...(await keysOfAShop()) })
  const instance = await instanceWith(async () => {})
  expect(await offerTokens(tokens, instance)).toEqual({ badTokens: 60, badTokensLetIn: 60 })
})

test('an instance that refuses the right token proves nothing', async () => {
  const tokens = await badTokens({ service: 'orders', ...(await keysOfAShop()) })
  const instance = await instanceWith(() => Promise.reject(new Error('nobody')))
  await expect(offerTokens(tokens, instance)).rejects.toThrow('orders-1 refuses a good token')
})

test('no registration of a stranger is proof that the service is there', async () => {
  const { secretsDir, clock } = await keysOfAShop()
  const identity = await loadIdentity({ service: 'orders', secretsDir, clock })
  const entry = { service: 'orders', instanceId: 'orders-1', address: '127.0.0.1:1', version: '1', zone: 'local' }
  const genuine = await signRegistration({
    ...{ identity, ttlMs: 5_000, leaves: false },
    entry: { ...entry, weight: 1, startedAtMs: 0 },
  })
  await expect(openRegistration(identity, genuine)).resolves.toMatchObject({ address: '127.0.0.1:1' })
  // A campaign's clock counts fractions of a millisecond, and a registration whole ones.
  await clock.advance(0.25)
  const options = { service: 'orders', instanceId: 'orders-1', genuine, address: '127.0.0.1:666', secretsDir, clock }
  const rogue = Object.values(await rogueRegistrations(options))
  expect(rogue).toHaveLength(4)
  const believed = await Promise.allSettled(rogue.map((text) => openRegistration(identity, text)))
  const orders = believed.filter((each) => each.status === 'fulfilled' && each.value.service === 'orders')
  expect(orders).toEqual([])
})
