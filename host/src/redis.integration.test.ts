import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, NotOursError } from './engine.ts'
import { isPortFree } from './free-port.ts'
import { processesIn } from './process-identity.ts'
import { startRedis } from './redis.ts'
import { isNewEnough } from './redis-program.ts'

const checkout = join(import.meta.dirname, '../..')
const common = {
  checkout,
  inheritedEnv: { PATH: process.env.PATH ?? '' },
  password: 'p@ss word',
  log: () => {},
  progress: () => {},
}

async function using<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => null })
  redis.on('error', () => {})
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}

/** An address of this machine that is not loopback. */
const outsideAddress = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address

/** Where the package is unpacked, once for all tests. */
const sharedDir = mkdtempSync(join(tmpdir(), 'redis-'))
afterAll(() => rmSync(sharedDir, { recursive: true, force: true }))

describe.each([
  ['the best Redis that is to be had', undefined],
  ['the stand-in', ['own', 'package']],
] as const)('%s', (_, without) => {
  let dataDir: string
  let engine: Engine

  beforeAll(async () => {
    dataDir = without ? mkdtempSync(join(tmpdir(), 'redis-')) : sharedDir
    engine = await startRedis({ ...common, dataDir, ...(without && { without }) })
  })

  afterAll(async () => {
    await engine.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('does nothing for whoever has no password', async () => {
    expect(await using(engine.url, (redis) => redis.ping())).toBe('PONG')
    await expect(using(`redis://127.0.0.1:${engine.port}`, (redis) => redis.set('a', 1))).rejects.toThrow()
    expect(statSync(join(dataDir, 'redis/redis.conf')).mode & 0o777).toBe(0o600)
  })

  it.runIf(outsideAddress)('listens on loopback only', async () => {
    expect(await isPortFree(engine.port)).toBe(false)
    expect(await isPortFree(engine.port, outsideAddress)).toBe(true)
  })

  it('comes back on its port after SIGKILL, and leaves nothing when it is stopped', async () => {
    engine.kill()
    await engine.start()
    expect(await using(engine.url, (redis) => redis.ping())).toBe('PONG')
    await engine.stop()
    expect(processesIn(join(dataDir, 'redis'))).toEqual([])
    const { port } = engine
    engine = await startRedis({ ...common, dataDir, ...(without && { without }) })
    expect(engine.port).toBe(port)
  })
})

describe('a real Redis', () => {
  const dataDir = sharedDir
  let engine: Engine

  beforeAll(async () => {
    engine = await startRedis({ ...common, dataDir })
  })

  afterAll(() => engine.stop())

  it('keeps what it had when it is stopped and started, and evicts nothing', async ({ skip }) => {
    if (engine.flavour === 'stand-in') skip('no real Redis here')
    await using(engine.url, (redis) => redis.set('kept', '1'))
    await engine.stop()
    await engine.start()
    expect(await using(engine.url, (redis) => redis.get('kept'))).toBe('1')
    expect(await using(engine.url, (redis) => redis.config('GET', 'maxmemory-policy'))).toEqual([
      'maxmemory-policy',
      'noeviction',
    ])
  })

  it('is taken when it is brought, and never touched', async ({ skip }) => {
    if (engine.flavour === 'stand-in') skip('no real Redis here')
    const brought = await startRedis({ ...common, dataDir, brought: engine.url })
    expect(brought.flavour).toBe('brought')
    expect(brought.where).not.toContain('p@ss')
    expect(() => brought.kill()).toThrow(NotOursError)
    await expect(brought.stop()).rejects.toThrow(NotOursError)
  })

  it('is refused when it is brought and evicts keys', async ({ skip }) => {
    if (engine.flavour === 'stand-in') skip('no real Redis here')
    await using(engine.url, (redis) => redis.config('SET', 'maxmemory-policy', 'allkeys-lru'))
    await expect(startRedis({ ...common, dataDir, brought: engine.url })).rejects.toThrow(
      /REDIS_URL evicts keys.*noeviction/,
    )
  })
})

describe('a REDIS_URL', () => {
  it('that leads nowhere is an error that says so', async () => {
    const starting = startRedis({ ...common, dataDir: '/nowhere', brought: 'redis://127.0.0.1:1' })
    await expect(starting).rejects.toThrow(/REDIS_URL does not answer at 127\.0\.0\.1:1: .*ECONNREFUSED/)
  })

  it.each([
    ['6.2.14', false],
    ['7.0.0', true],
    ['7.2', true],
    ['8.0.1', true],
    ['10.0.0', true],
  ])('of version %s is new enough: %s', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected)
  })
})
