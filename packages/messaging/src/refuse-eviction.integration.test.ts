import { once } from 'node:events'
import { silentLog } from '@switchyard/runtime/log'
import type { Redis } from 'ioredis'
import { afterEach, expect, test } from 'vitest'
import { openRedis } from './redis.ts'
import { EvictingRedis, refuseEviction } from './refuse-eviction.ts'
import { openRedisLine, testRedisUrl } from './testing/redis.ts'

const open: Redis[] = []
afterEach(() => {
  for (const redis of open.splice(0)) redis.disconnect()
})
const connect = (url = testRedisUrl()) => {
  const redis = openRedis({ url, profile: 'request', log: silentLog })
  open.push(redis)
  return redis
}
const aWhile = { log: silentLog, sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) }

test('a Redis that never evicts is taken', async () => {
  await expect(refuseEviction(connect(), aWhile)).resolves.toBeUndefined()
})

test('a Redis that evicts is refused, with what to change', async () => {
  const redis = connect()
  await once(redis, 'ready')
  // Setting the policy of the server that all tests share would hurt the others; this is how such a server answers.
  redis.info = async () => '# Memory\r\nmaxmemory_policy:allkeys-lru\r\n'
  const refused = refuseEviction(redis, aWhile)
  await expect(refused).rejects.toThrow(EvictingRedis)
  await expect(refused).rejects.toThrow('CONFIG SET maxmemory-policy noeviction')
})

test('a start does not wait for a Redis that is away', async () => {
  await using line = await openRedisLine()
  await line.cut()
  await expect(refuseEviction(connect(line.url), aWhile)).resolves.toBeUndefined()
})
