import { silentLog } from '@switchyard/runtime/log'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listenForHints, sendHint } from './broadcast.ts'
import { openRedis } from './redis.ts'
import { openRedisLine, type RedisLine, testRedisUrl } from './testing/redis.ts'

const redisPrefix = `hints-${crypto.randomUUID().slice(0, 8)}`
const redis = openRedis({ url: testRedisUrl(), profile: 'request', log: silentLog })
let line: RedisLine

beforeAll(async () => {
  line = await openRedisLine()
})
afterAll(async () => {
  redis.disconnect()
  await line[Symbol.asyncDispose]()
})
const listen = () => listenForHints({ redisUrl: line.url, redisPrefix, log: silentLog })
const hint = (topic: string, ...keys: string[]) => sendHint({ redis, redisPrefix, topic, keys })
const listening = () => expect.poll(() => redis.pubsub('NUMSUB', `${redisPrefix}:hints`)).toContain(1)

test('reaches every listener of that topic and key, and no other, until it is off', async () => {
  const hints = listen()
  const [first, second, other] = [vi.fn(), vi.fn(), vi.fn()]
  await listening()
  const off = hints.on('order', 'a', first)
  hints.on('order', 'a', second)
  hints.on('order', 'b', other)
  hint('order', 'a')
  await expect.poll(() => [first, second].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  off()
  hint('order', 'a')
  await expect.poll(() => second).toHaveBeenCalledTimes(2)
  expect(first).toHaveBeenCalledTimes(1)
  expect(other).not.toHaveBeenCalled()
  hints.close()
})

test('carries many keys at once, each to its own listeners', async () => {
  const hints = listen()
  const heard: string[] = []
  for (const key of ['a', 'b']) hints.on('stock', key, () => heard.push(`one of ${key}`))
  hints.onAny('stock', (key) => void heard.push(`any: ${key}`))
  const told = ['any: a', 'one of a', 'any: b', 'one of b', 'any: c']
  const heardOf = () => {
    hint('stock', 'a', 'b', 'c')
    return heard.slice(-told.length)
  }
  await expect.poll(heardOf).toEqual(told)
  hints.close()
})

test('calls everyone after a cut, for what was said meanwhile, and hears again', async () => {
  const hints = listen()
  const listener = vi.fn()
  await listening()
  hints.on('order', 'a', listener)
  await line.cut()
  hint('order', 'a')
  await line.mend()
  await expect.poll(() => listener).toHaveBeenCalledTimes(1)
  await listening()
  hint('order', 'a')
  await expect.poll(() => listener).toHaveBeenCalledTimes(2)
  hints.close()
})

test('says nothing and throws nothing while Redis is away', async () => {
  const away = openRedis({ url: 'redis://127.0.0.1:1', profile: 'request', log: silentLog })
  expect(() => sendHint({ redis: away, redisPrefix, topic: 'order', keys: ['a'] })).not.toThrow()
  away.disconnect()
})

test('a message on the channel that is no hint is passed over', async () => {
  const hints = listen()
  const listener = vi.fn()
  await listening()
  hints.on('order', 'a', listener)
  for (const text of ['', '{', '7', '["order"]', 'null']) await redis.publish(`${redisPrefix}:hints`, text)
  hint('order', 'a')
  await expect.poll(() => listener).toHaveBeenCalledTimes(1)
  hints.close()
})
