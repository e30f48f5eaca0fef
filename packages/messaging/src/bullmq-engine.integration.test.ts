import { systemClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createBullmqEngine } from './bullmq-engine.ts'
import { type Arrival, type Engine, EngineAway, type Letter } from './engine.ts'
import { openRedis } from './redis.ts'
import { openRedisLine, type RedisLine, wipe } from './testing/redis.ts'

const redisPrefix = `engine-${crypto.randomUUID().slice(0, 8)}`
const going = { abandoned: async () => undefined, concurrency: 2 }
let line: RedisLine
let engine: Engine
let disconnect: () => void

beforeAll(async () => {
  line = await openRedisLine()
  const redis = openRedis({ url: line.url, profile: 'request', log: silentLog })
  engine = createBullmqEngine({ redis, redisUrl: line.url, redisPrefix, clock: systemClock, log: silentLog })
  disconnect = () => {
    engine.disconnect()
    redis.disconnect()
  }
  await vi.waitFor(() => expect(redis.status).toBe('ready'))
})
afterAll(async () => {
  disconnect()
  await wipe(redisPrefix)
  await line[Symbol.asyncDispose]()
})
const letter = (): Letter => ({ id: crypto.randomUUID(), name: 'n', from: 'orders', payload: {}, traceparent: null })

test('a letter sent twice under one id is on the queue once', async () => {
  const one = letter()
  await engine.send('a.twice', [one, one])
  await engine.send('a.twice', [one])
  expect(await engine.depth('a.twice')).toMatchObject({ waiting: 1 })
})

test('says what became of a letter: waiting, active, delayed for its next try, gone when done', async () => {
  const one = letter()
  const state = async () => (await engine.states('a.states', [one.id]))[0]
  expect(await state()).toBe('gone')
  await engine.send('a.states', [one])
  expect(await state()).toBe('waiting')

  const arrivals: Arrival[] = []
  const ends: PromiseWithResolvers<void>[] = []
  const receive = async (arrival: Arrival) => {
    arrivals.push(arrival)
    const end = Promise.withResolvers<void>()
    ends.push(end)
    await end.promise
  }
  const consumer = engine.consume('a.states', { ...going, receive })
  await vi.waitFor(() => expect(ends).toHaveLength(1))
  expect(await state()).toBe('active')
  ends[0]?.reject(new RangeError('full'))
  await vi.waitFor(async () => expect(await state()).toBe('delayed'))
  await vi.waitFor(() => expect(ends).toHaveLength(2), 5_000)
  expect(arrivals[1]).toMatchObject({ id: one.id, letter: one, attempt: 2, failures: ['RangeError: full'] })
  ends[1]?.resolve()
  await vi.waitFor(async () => expect(await state()).toBe('gone'))
  await consumer.close()
})

test('a letter that was done can be sent and done again, for the inbox to judge', async () => {
  const one = letter()
  const receive = vi.fn(async () => undefined)
  const consumer = engine.consume('a.again', { ...going, receive })
  for (let n = 1; n <= 2; n++) {
    await engine.send('a.again', [one])
    await vi.waitFor(() => expect(receive).toHaveBeenCalledTimes(n))
    await vi.waitFor(async () => expect(await engine.states('a.again', [one.id])).toEqual(['gone']))
  }
  await consumer.close()
})

test('works on as many letters at once as it was told, and no more', async () => {
  let now = 0
  let most = 0
  const receive = async () => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setTimeout(resolve, 20))
    now--
  }
  await engine.send('a.many', Array.from({ length: 12 }, letter))
  const consumer = engine.consume('a.many', { ...going, concurrency: 3, receive })
  await vi.waitFor(async () => expect(await engine.depth('a.many')).toMatchObject({ waiting: 0, active: 0 }), 5_000)
  expect(most).toBe(3)
  await consumer.close()
})

test('every call fails at once while Redis is away', async () => {
  await line.cut()
  const started = performance.now()
  const calls = [engine.send('a.away', [letter()]), engine.states('a.away', ['x']), engine.depth('a.away')]
  const away = { status: 'rejected', reason: expect.any(EngineAway) }
  expect(await Promise.allSettled(calls)).toEqual([away, away, away])
  expect(performance.now() - started).toBeLessThan(10_000)
  await line.mend()
  await vi.waitFor(() => engine.send('a.away', [letter()]), 5_000)
})
