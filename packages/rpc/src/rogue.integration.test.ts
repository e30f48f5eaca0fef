import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { redisRegistry } from './redis-registry.ts'
import { signRegistration } from './registration.ts'
import { echo, echoRouter } from './testing/echo.ts'
import { guestScope, testNetwork } from './testing/network.ts'
import { entryOf } from './testing/registry.ts'

const url = process.env.TEST_REDIS_URL
if (!url) throw new Error('TEST_REDIS_URL is not set: run this with npm test, or give the URL of a Redis ≥ 7.0.')

type Network = Awaited<ReturnType<typeof testNetwork>>

/** An honest instance of orders in a Redis that a rogue can write to, and an address of the rogue's that counts who comes. */
async function setUp(network: Network) {
  const prefix = `test-${randomUUID().slice(0, 8)}`
  const registryOf = async (service: string) =>
    redisRegistry({ url: url ?? '', prefix, identity: await network.identityOf(service), clock, log })
  const [orders, gateway] = [await registryOf('orders'), await registryOf('gateway')]
  const server = await network.serve(echo, echoRouter())
  const lease = await orders.register(entryOf(1, { address: `127.0.0.1:${server.port}`, zone: 'local' }))
  let visits = 0
  const trap = createServer((socket) => {
    visits++
    socket.destroy()
  })
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve))
  const bound = trap.address()
  const rogueAddress = `127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`
  const redis = new Redis(url ?? '')
  const key = `${prefix}:registry:orders`
  return {
    rogueAddress,
    gateway,
    visits: () => visits,
    /** All that it takes to be listed: a lease, a text, and a hint. */
    async register(id: string, text: string) {
      await redis.zadd(key, `${Date.now() + 60_000}`, id)
      await redis.hset(`${key}:said`, id, text)
      await redis.publish(key, 'changed')
    },
    async [Symbol.asyncDispose]() {
      lease.forget()
      await Promise.all([orders.close(), gateway.close()])
      await redis.del(key, `${key}:said`)
      redis.disconnect()
      trap.close()
    },
  }
}

const rogues: [string, (network: Network, address: string) => Promise<string>][] = [
  ['has no key', async (_, address) => JSON.stringify(entryOf(9, { address }))],
  [
    "has another service's key and signs as that service",
    async (network, address) => {
      const entry = entryOf(9, { service: 'inventory', address })
      return await signRegistration({
        identity: await network.identityOf('inventory'),
        entry,
        ttlMs: 5_000,
        leaves: false,
      })
    },
  ],
  [
    "has another service's key and signs as this one",
    async (network, address) => {
      const identity = { ...(await network.identityOf('inventory')), service: 'orders' }
      return await signRegistration({ identity, entry: entryOf(9, { address }), ttlMs: 5_000, leaves: false })
    },
  ],
]

test.each(rogues)('a rogue who %s gets no call, takes nobody’s place, and is seen to be refused', async (_, sign) => {
  await using network = await testNetwork()
  await using stage = await setUp(network)
  const text = await sign(network, stage.rogueAddress)
  const watch = stage.gateway.watch('orders')
  const echoFor = await network.connect(echo, { as: 'gateway', registry: stage.gateway })
  await expect.poll(() => watch.entries.map(({ instanceId }) => instanceId)).toEqual(['orders-1'])
  await stage.register('orders-9@9', text)
  await stage.register('orders-1@1', text)
  await expect.poll(() => watch.refused.map(({ instanceId }) => instanceId)).toContain('orders-9')
  for (let turn = 0; turn < 200; turn++) {
    expect(await echoFor(guestScope()).say.query({ words: `${turn}` })).toEqual({ words: `${turn}` })
  }
  expect(stage.visits()).toBe(0)
  expect(watch.entries.map(({ instanceId }) => instanceId)).toEqual(['orders-1'])
  expect(watch.refused).toContainEqual({
    instanceId: 'orders-9',
    address: stage.rogueAddress,
    why: expect.any(String),
    atMs: expect.any(Number),
  })
  expect((await stage.gateway.leases('orders')).map(({ instanceId }) => instanceId)).not.toContain('orders-9')
})
