import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { systemClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, test } from 'vitest'
import { createRegistry, type Entry } from './discovery.ts'
import { redisRegistry, redisRegistryStore } from './redis-registry.ts'
import { registryDefects, registryGuarantees } from './testing/registry-conformance.ts'

const url = process.env.TEST_REDIS_URL
if (!url) throw new Error('TEST_REDIS_URL is not set: run this with npm test, or give the URL of a Redis ≥ 7.0.')

const prefixes: string[] = []
const closers: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closers) await close()
  const redis = new Redis(url)
  for (const prefix of prefixes) {
    const keys = await redis.keys(`${prefix}:*`)
    if (keys.length > 0) await redis.del(...keys)
  }
  redis.disconnect()
})

const wait = (ms: number) => systemClock.sleep(ms)
function freshPrefix() {
  const prefix = `test-${randomUUID().slice(0, 8)}`
  prefixes.push(prefix)
  return prefix
}
function freshStore() {
  const store = redisRegistryStore({ url: url ?? '', prefix: freshPrefix(), log: silentLog })
  closers.push(store.close)
  return store
}

const entry: Entry = {
  service: 'orders',
  instanceId: 'orders-1',
  address: '127.0.0.1:4001',
  version: '1.0.0',
  zone: 'a',
  weight: 1,
  startedAtMs: 1_000,
}

describe('the registry in Redis', () => {
  test.each(registryGuarantees)('$title', ({ prove }) => prove({ store: freshStore(), wait }))

  test.each(Object.entries(registryDefects))('would be caught with %s', async (_, defect) => {
    const proofs = registryGuarantees.map(({ prove }) => prove({ store: defect(freshStore()), wait }))
    expect((await Promise.allSettled(proofs)).map(({ status }) => status)).toContain('rejected')
  })

  test('a watcher hears of a newcomer long before it reads again', async () => {
    const options = { url, prefix: freshPrefix(), clock: systemClock, log: silentLog }
    const [registry, other] = [redisRegistry(options), redisRegistry(options)]
    closers.push(registry.close, other.close)
    const heard = Promise.withResolvers<number>()
    const watch = registry.watch('orders', () => heard.resolve(Date.now()))
    await watch.ready
    await wait(100)
    const startedMs = Date.now()
    const lease = await other.register(entry)
    expect((await heard.promise) - startedMs).toBeLessThan(300)
    expect(watch.entries).toEqual([entry])
    await lease.release()
    await wait(100)
    expect(watch.entries).toEqual([])
  })

  test('a wiped registry is whole again after one beat, and no watcher loses anybody meanwhile', async () => {
    const prefix = freshPrefix()
    const registry = redisRegistry({ url, prefix, clock: systemClock, log: silentLog })
    closers.push(registry.close)
    const lost: number[] = []
    const lease = await registry.register(entry)
    const watch = registry.watch('orders', (entries) => lost.push(entries.length))
    await watch.ready
    const redis = new Redis(url)
    await redis.del(`${prefix}:registry:orders`)
    await wait(1_300)
    expect(await registry.leases('orders')).toHaveLength(1)
    expect(watch.entries).toEqual([entry])
    expect(lost).toEqual([1])
    redis.disconnect()
    lease.forget()
  })

  test('a Redis that hangs fails each command within 300 ms and never ends the process', async () => {
    const hung = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => hung.once('listening', resolve))
    const address = hung.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const store = redisRegistryStore({ url: `redis://127.0.0.1:${port}`, prefix: 'hung', log: silentLog })
    const registry = createRegistry({ store, clock: systemClock, log: silentLog })
    const startedMs = Date.now()
    await expect(store.list('orders')).rejects.toThrow()
    const lease = await registry.register(entry)
    expect(Date.now() - startedMs).toBeLessThan(10_000)
    lease.forget()
    await registry.close()
    hung.close()
  })
})
