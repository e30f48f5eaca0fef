import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inBatches } from '@switchyard/contracts/batches'
import { listenForHints, sendHint } from '@switchyard/messaging/broadcast'
import { createBullmqEngine } from '@switchyard/messaging/bullmq-engine'
import type { ConsumeOptions, Consumer } from '@switchyard/messaging/engine'
import { openRedis } from '@switchyard/messaging/redis'
import { redisRegistryStore } from '@switchyard/rpc/redis-registry'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from './engine.ts'
import { startRedis } from './redis.ts'
import { type RedisUrls, redisUrls } from './redis-urls.ts'
import { type RedisUserName, redisUserNames, redisUsers } from './redis-users.ts'
import { wipeRedis } from './wipe-redis.ts'

const checkout = join(import.meta.dirname, '../..')
const prefix = 'halftone'
const passwordOf = (name: RedisUserName) => `${name}'s p@ssword`
const dataDir = mkdtempSync(join(tmpdir(), 'redis-users-'))
const inheritedEnv = { PATH: process.env.PATH ?? '' }
const users = redisUsers(prefix, passwordOf)
let engine: Engine
let urls: RedisUrls
const closers: (() => unknown)[] = []

beforeAll(async () => {
  const reports = { log: () => {}, progress: () => {} }
  engine = await startRedis({ checkout, dataDir, inheritedEnv, password: 'admin', users, ...reports })
  urls = redisUrls(engine, passwordOf)
})
const closeAll = async () => {
  for (const close of closers.splice(0)) await close()
}
afterEach(closeAll)
afterAll(async () => {
  await engine.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

function clientOf(url: string): Redis {
  const client = new Redis(url, { maxRetriesPerRequest: 1 })
  client.on('error', () => {})
  closers.push(() => client.disconnect())
  return client
}
/** What was refused to the services, by Redis's own book. */
const refused = async () => {
  const entries = (await clientOf(engine.url).call('ACL', 'LOG')) as unknown[]
  return entries.map((entry) => JSON.stringify(entry))
}
const storeOf = (url: string) => {
  const store = redisRegistryStore({ url, prefix, log })
  closers.push(store.close)
  return store
}
function messagesOf(redisUrl: string) {
  const redis = openRedis({ url: redisUrl, profile: 'request', log })
  const messages = createBullmqEngine({ redis, redisUrl, redisPrefix: prefix, inBatches, clock, log })
  const consumers: Consumer[] = []
  // A consumer that were only cut off would connect again, and take a message of the next round.
  closers.push(async () => {
    await Promise.all(consumers.map(({ close }) => close()))
    messages.disconnect()
    redis.disconnect()
  })
  const consume = (queue: string, options: ConsumeOptions) => void consumers.push(messages.consume(queue, options))
  return { redis, messages, consume }
}
const registration = (service: string) => ({ service, id: `${service}-1@1`, text: 'signed' })
const beat = { ttlMs: 60_000, hint: true }
const letter = (id: string) => ({ id, name: 'x', from: 'orders', payload: {}, traceparent: null })

/** Everything that the services do with Redis, each as its own user. */
async function everybodysWork(): Promise<void> {
  for (const service of ['orders', 'inventory'] as const) {
    await storeOf(urls[service]).put(registration(service), beat)
  }
  for (const name of redisUserNames) {
    const store = storeOf(urls[name])
    let hints = 0
    store.onChange('inventory', () => hints++)
    expect((await store.list('inventory')).kept.map(({ id }) => id)).toEqual(['inventory-1@1'])
    await expect
      .poll(async () => {
        await storeOf(urls.inventory).put(registration('inventory'), beat)
        return hints
      })
      .toBeGreaterThan(0)
  }
  await aCommandAndItsAnswer()
  await aHint()
  await aCallerIsCounted()
  await aTryToSignInIsCounted()
  await aCopyIsKept()
  await closeAll()
}

async function aCommandAndItsAnswer(): Promise<void> {
  const [orders, inventory] = [messagesOf(urls.orders), messagesOf(urls.inventory)]
  const done: string[] = []
  const abandoned = async () => {}
  inventory.consume('inventory.reserveStock', {
    concurrency: 2,
    abandoned,
    receive: async ({ id, attempt }) => {
      if (attempt === 1) throw new Error('once more')
      await inventory.messages.send('orders.fulfilment', [letter(`${id}-answer`)])
      await inventory.messages.send('orders.acknowledgements', [letter(`${id}-done`)])
    },
  })
  orders.consume('orders.fulfilment', {
    concurrency: 2,
    abandoned,
    receive: async ({ id }) => {
      await orders.messages.send('inventory.acknowledgements', [letter(`${id}-done`)])
      done.push(id)
    },
  })
  const acknowledged = { concurrency: 1, abandoned, receive: async ({ id }: { id: string }) => void done.push(id) }
  orders.consume('orders.acknowledgements', acknowledged)
  inventory.consume('inventory.acknowledgements', acknowledged)
  orders.consume('orders.chargeCard', {
    concurrency: 1,
    abandoned,
    receive: async ({ id }) => void done.push(id),
  })
  await expect.poll(() => [orders.redis.status, inventory.redis.status]).toEqual(['ready', 'ready'])
  await orders.messages.send('inventory.reserveStock', [letter('a'), letter('b')])
  await orders.messages.send('orders.chargeCard', [letter('c')])
  await expect
    .poll(() => done.toSorted(), { timeout: 20_000 })
    .toEqual(['a-answer', 'a-answer-done', 'a-done', 'b-answer', 'b-answer-done', 'b-done', 'c'])
  await expect.poll(() => orders.messages.states('inventory.reserveStock', ['a', 'b'])).toEqual(['gone', 'gone'])
  expect(await orders.messages.depth('inventory.reserveStock')).toMatchObject({ waiting: 0, active: 0 })
}

async function aHint(): Promise<void> {
  const hints = listenForHints({ redisUrl: urls.gateway, redisPrefix: prefix, log })
  closers.push(hints.close)
  const heard: string[] = []
  hints.on('order', '7', () => heard.push('heard'))
  const redis = clientOf(urls.orders)
  await expect
    .poll(() => {
      sendHint({ redis, redisPrefix: prefix, topic: 'order', keys: ['7'] })
      return heard.length
    })
    .toBeGreaterThan(1)
}

/** The script of rate-limiter-flexible, sent as ioredis sends what it has defined: by its hash first. */
async function aTryToSignInIsCounted(): Promise<void> {
  const lua = `redis.call('set', KEYS[1], 0, 'EX', 60, 'NX') local tries = redis.call('incrby', KEYS[1], 1)
    if redis.call('pttl', KEYS[1]) == -1 then redis.call('expire', KEYS[1], 60) end return tries`
  const client = clientOf(urls.gateway)
  client.defineCommand('countTry', { numberOfKeys: 1, lua })
  const count: unknown = Reflect.get(client, 'countTry')
  if (typeof count !== 'function') throw new Error('the command was not defined')
  expect(await Reflect.apply(count, client, [`${prefix}:guesses:account:a`])).toBeGreaterThan(0)
}

/** All that the scripts of the gateway's copies do. */
async function aCopyIsKept(): Promise<void> {
  const keep = `redis.call('SET', KEYS[1], 'x', 'PX', 1000, 'NX') redis.call('INCR', KEYS[2]) redis.call('PEXPIRE', KEYS[2], 1000)
    redis.call('ZADD', KEYS[3], 1, KEYS[1]) redis.call('ZREMRANGEBYSCORE', KEYS[3], 0, 0) redis.call('ZPOPMIN', KEYS[3], redis.call('ZCARD', KEYS[3]))
    redis.call('PTTL', KEYS[1]) redis.call('DEL', KEYS[1]) redis.call('TIME') return redis.call('EXISTS', KEYS[1])`
  const keys = ['copy:a', 'tag:price', 'index'].map((key) => `${prefix}:cache:${key}`)
  expect(await clientOf(urls.gateway).eval(keep, keys.length, ...keys)).toBe(0)
}

async function aCallerIsCounted(): Promise<void> {
  const count = `redis.call('TIME') redis.call('SET', KEYS[1], '1', 'PX', 1000) return redis.call('GET', KEYS[1])`
  expect(await clientOf(urls.gateway).eval(count, 1, `${prefix}:limit:guest:a`)).toBe('1')
}

describe('the users of the services', () => {
  it('can do all the work there is, and nothing of it is refused to them', async ({ skip }) => {
    if (engine.flavour === 'stand-in') skip('a stand-in knows no users')
    await clientOf(engine.url).call('ACL', 'LOG', 'RESET')
    await everybodysWork()
    expect(await refused()).toEqual([])
  })

  it('are still there after a wipe and after a restart', async ({ skip }) => {
    if (engine.flavour === 'stand-in') skip('a stand-in knows no users')
    await wipeRedis(engine.url)
    await everybodysWork()
    engine.kill()
    await engine.start()
    await everybodysWork()
    expect(await clientOf(engine.url).ping()).toBe('PONG')
  })

  const registryOf = (service: string) => `${prefix}:registry:${service}`
  const forbidden: [RedisUserName, string, string[]][] = [
    ...redisUserNames.flatMap((name): [RedisUserName, string, string[]][] => [
      [name, 'empty the server', ['FLUSHALL']],
      [name, 'empty a database', ['FLUSHDB']],
      [name, 'configure it', ['CONFIG', 'GET', '*']],
      [name, 'list its keys', ['KEYS', '*']],
      [name, 'scan its keys', ['SCAN', '0']],
      [name, 'give itself rights', ['ACL', 'SETUSER', name, 'allcommands']],
      [name, 'read who has which rights', ['ACL', 'LIST']],
      [name, 'debug it', ['DEBUG', 'SLEEP', '0']],
      [name, 'stop it', ['SHUTDOWN']],
      [name, 'watch what others do', ['MONITOR']],
      [name, 'make it a replica', ['REPLICAOF', '127.0.0.1', '1']],
      [name, 'throw others out', ['CLIENT', 'KILL', 'TYPE', 'normal']],
      [name, 'write a key that is nobody’s', ['SET', 'elsewhere', '1']],
      [name, 'hear everything', ['PSUBSCRIBE', '*']],
    ]),
    ['orders', "register in inventory's name", ['ZADD', registryOf('inventory'), '1', 'rogue@1']],
    ['orders', "say something in inventory's name", ['HSET', `${registryOf('inventory')}:said`, 'rogue@1', 'x']],
    ['orders', "take inventory's entries away", ['DEL', registryOf('inventory')]],
    ['inventory', "register in orders' name", ['ZADD', registryOf('orders'), '1', 'rogue@1']],
    ['gateway', 'register anything', ['ZADD', registryOf('gateway'), '1', 'rogue@1']],
    ['gateway', "take a service's entries away", ['DEL', registryOf('orders')]],
    ['gateway', 'put a command on a queue', ['LPUSH', `${prefix}:queue:orders.chargeCard:wait`, 'x']],
    ['inventory', "put one on a queue that is orders' own", ['LPUSH', `${prefix}:queue:orders.chargeCard:wait`, 'x']],
    ['gateway', 'give a hint', ['PUBLISH', `${prefix}:hints`, 'x']],
  ]
  it.each(forbidden)('do not let %s %s', async (name, _, [command = '', ...args]) => {
    if (engine.flavour === 'stand-in') return
    await expect(clientOf(urls[name]).call(command, ...args)).rejects.toThrow(/NOPERM|No permissions|not allowed/)
  })

  it('do not let a script do what its caller may not', async ({ skip }) => {
    if (engine.flavour === 'stand-in') skip('a stand-in knows no users')
    const script = "return redis.call('ZADD', KEYS[1], 1, 'rogue@1')"
    await expect(clientOf(urls.orders).eval(script, 1, registryOf('inventory'))).rejects.toThrow(
      /NOPERM|No permissions/,
    )
    const hidden = `return redis.call('ZADD', '${registryOf('inventory')}', 1, 'rogue@1')`
    await expect(clientOf(urls.orders).eval(hidden, 0)).rejects.toThrow(
      /ACL failure|NOPERM|No permissions|can't access/i,
    )
  })

  it('are nobody without their password', async ({ skip }) => {
    if (engine.flavour === 'stand-in') skip('a stand-in knows no users')
    const wrong = new Redis(`redis://orders:wrong@127.0.0.1:${engine.port}`, { retryStrategy: () => null })
    closers.push(() => wrong.disconnect())
    wrong.on('error', () => {})
    await expect(wrong.ping()).rejects.toThrow()
  })
})
