import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { systemClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, test } from 'vitest'
import { createRegistry } from './discovery.ts'
import { redisRegistry, redisRegistryStore } from './redis-registry.ts'
import { entryOf, testKeys } from './testing/registry.ts'
import {
  type Defect,
  proveCaught,
  registryDefects,
  registryGuarantees,
  type Subject,
} from './testing/registry-conformance.ts'

const url = process.env.TEST_REDIS_URL
if (!url) throw new Error('TEST_REDIS_URL is not set: run this with npm test, or give the URL of a Redis ≥ 7.0.')

const prefixes: string[] = []
const closers: (() => Promise<void>)[] = []
const redis = new Redis(url)
const keys = await testKeys()
const [orders, gateway] = await Promise.all([
  keys.identityOf('orders', systemClock),
  keys.identityOf('gateway', systemClock),
])
afterAll(async () => {
  for (const close of closers) await close()
  await keys[Symbol.asyncDispose]()
  for (const prefix of prefixes) {
    const left = await redis.keys(`${prefix}:*`)
    if (left.length > 0) await redis.del(...left)
  }
  redis.disconnect()
})

const wait = (ms: number) => systemClock.sleep(ms)
function freshPrefix() {
  const prefix = `test-${randomUUID().slice(0, 8)}`
  prefixes.push(prefix)
  return prefix
}
function storeUnder(prefix: string) {
  const store = redisRegistryStore({ url: url ?? '', prefix, log: silentLog })
  closers.push(store.close)
  return store
}
const subject = (prefix = freshPrefix()): Subject => ({ store: storeUnder(prefix), other: storeUnder(prefix), wait })

/** Faults that only something that speaks to Redis can have. */
const ownDefects = (prefix: string): Defect[] => {
  const keyOf = (service: string) => `${prefix}:registry:${service}`
  return [
    {
      title: "a lease by the caller's clock, which is a minute ahead",
      breaks: 'ends a lease',
      plant: (store) => ({
        ...store,
        async put({ service, id, text }, { ttlMs }) {
          await redis.zadd(keyOf(service), `${Date.now() + 60_000 + ttlMs}`, id)
          await redis.hset(`${keyOf(service)}:said`, id, text)
        },
      }),
    },
    {
      title: 'no word to those who listen',
      breaks: 'hints to everybody',
      plant: (store) => ({
        ...store,
        async put({ service, id, text }, { ttlMs }) {
          await redis.zadd(keyOf(service), `${Date.now() + ttlMs}`, id)
          await redis.hset(`${keyOf(service)}:said`, id, text)
        },
      }),
    },
    {
      title: 'a removal of everything whose id begins alike',
      breaks: 'keeps services apart',
      plant: (store) => ({
        ...store,
        async put(registration, how) {
          await store.put(registration, how)
          const key = keyOf(registration.service)
          const alike = (await redis.zrange(key, '0', '-1')).filter((id) => id.startsWith(registration.id.slice(0, -1)))
          const others = alike.filter((id) => id !== registration.id)
          if (others.length > 0) await redis.zrem(key, ...others)
        },
      }),
    },
    {
      title: 'a reading of every key that begins with the name',
      breaks: 'keeps services apart',
      plant: (store) => ({
        ...store,
        async list(service) {
          const found = (await redis.keys(`${keyOf(service)}*`)).filter((key) => !key.endsWith(':said'))
          const all = await Promise.all(found.map((key) => store.list(key.slice(keyOf('').length))))
          return { kept: all.flatMap(({ kept }) => kept), whole: all.every(({ whole }) => whole) }
        },
      }),
    },
    {
      title: 'a text as the member, which a new one does not replace',
      breaks: 'keeps one registration under an id',
      plant: (store) => ({
        ...store,
        put: async ({ service, id, text }, { ttlMs }) => {
          await redis.zadd(keyOf(service), `${Date.now() + ttlMs}`, `${id} ${text}`)
        },
        list: async (service) => {
          const members = await redis.zrange(keyOf(service), '0', '-1')
          const kept = members.map((member) => ({ id: member.split(' ')[0] ?? '', text: member, expiresInMs: 1 }))
          return { kept, whole: true }
        },
      }),
    },
  ]
}

describe('the registry in Redis', () => {
  test.each(registryGuarantees)('$title', ({ prove }) => prove(subject()))

  test.each(registryDefects)('would be caught with $title', (defect) => proveCaught(defect, subject()))

  test.each(ownDefects('').map(({ title }, index) => [title, index] as const))(
    'would be caught with %s',
    (_, index) => {
      const prefix = freshPrefix()
      const defect = ownDefects(prefix)[index]
      if (!defect) throw new Error('There is no such defect.')
      return proveCaught(defect, subject(prefix))
    },
  )

  test('a watcher hears of a newcomer and of one that leaves without waiting for its next reading', async () => {
    const options = { url: url ?? '', prefix: freshPrefix(), log: silentLog }
    // The watcher's time stands still after its first reading: whatever it learns then, it was told.
    const clock = {
      ...systemClock,
      sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms < 100 ? ms : 1e6, signal),
    }
    const registry = redisRegistry({ ...options, identity: gateway, clock })
    const other = redisRegistry({ ...options, identity: orders, clock: systemClock })
    closers.push(registry.close, other.close)
    const watch = registry.watch('orders')
    await watch.ready
    await wait(100)
    const lease = await other.register(entryOf(1))
    await expect.poll(() => watch.entries).toEqual([entryOf(1)])
    await lease.release()
    await expect.poll(() => watch.entries).toEqual([])
  })

  test('a wiped registry is whole again after one beat, and no watcher loses anybody meanwhile', async () => {
    const prefix = freshPrefix()
    const registry = redisRegistry({ url: url ?? '', prefix, identity: orders, clock: systemClock, log: silentLog })
    closers.push(registry.close)
    const seen: number[] = []
    const lease = await registry.register(entryOf(1))
    const watch = registry.watch('orders', (entries) => seen.push(entries.length))
    await watch.ready
    await redis.del(`${prefix}:registry:orders`, `${prefix}:registry:orders:said`)
    await expect.poll(() => registry.leases('orders'), { timeout: 10_000 }).toHaveLength(1)
    expect(watch.entries).toEqual([entryOf(1)])
    expect(seen).toEqual([1])
    lease.forget()
  })

  test('keys of the wrong type, leases without end and texts without a lease are mended or left out', async () => {
    const prefix = freshPrefix()
    const key = `${prefix}:registry:orders`
    const store = storeUnder(prefix)
    await redis.set(key, 'not a set')
    await redis.set(`${key}:said`, 'not a hash')
    await expect(store.list('orders')).rejects.toThrow('WRONGTYPE')
    await store.put({ service: 'orders', id: 'orders-1@1', text: 'x' }, { ttlMs: 5_000, hint: false })
    await redis.zadd(key, '+inf', 'endless@1')
    await redis.hset(`${key}:said`, 'unlisted@1', 'x')
    const { kept } = await store.list('orders')
    expect(kept.map(({ id, text }) => [id, text]).sort()).toEqual([
      ['endless@1', ''],
      ['orders-1@1', 'x'],
    ])
    expect(kept.every(({ expiresInMs }) => Number.isFinite(expiresInMs))).toBe(true)
  })

  test('a Redis that hangs fails each command, and never ends the process', async () => {
    const hung = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => hung.once('listening', resolve))
    const address = hung.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const store = redisRegistryStore({ url: `redis://127.0.0.1:${port}`, prefix: 'hung', log: silentLog })
    const registry = createRegistry({ store, identity: orders, clock: systemClock, log: silentLog })
    await expect(store.list('orders')).rejects.toThrow()
    const lease = await registry.register(entryOf(1))
    lease.forget()
    await registry.close()
    hung.close()
  })
})
