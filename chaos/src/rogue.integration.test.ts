import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomFrom } from '@switchyard/art/kit/random'
import { ensureServiceKeys } from '@switchyard/rpc/testing/service-keys'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import type { Control } from './control.ts'
import { sendRogue } from './rogue.ts'

const redisUrl = process.env.TEST_REDIS_URL
if (!redisUrl) throw new Error('TEST_REDIS_URL is not set: run this with npm test, or give the URL of a Redis ≥ 7.0.')

test('a stranger stands in the registry under four names while he is there, counts his visitors, and leaves nothing', async () => {
  const redisPrefix = `rogue-test-${process.pid}`
  const key = `${redisPrefix}:registry:orders`
  const redis = new Redis(redisUrl)
  const secretsDir = mkdtempSync(join(tmpdir(), 'switchyard-chaos-test-'))
  const instance = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1')
  onTestFinished(async () => {
    instance.close()
    rmSync(secretsDir, { recursive: true })
    await redis.del(key, `${key}:said`)
    redis.disconnect()
  })
  await ensureServiceKeys({ secretsDir, services: ['gateway', 'orders', 'inventory'] })
  await redis.hset(`${key}:said`, 'orders-1@1', `e30.${Buffer.from('{"address":"x:1"}').toString('base64url')}.x`)

  const { heal, findings } = await sendRogue({
    target: { id: 'orders-1', service: 'orders', pid: 1, port: (instance.address() as AddressInfo).port, ...ready },
    ground: { proxies: undefined, firewall: undefined, trap: { redisUrl, redisPrefix, secretsDir }, ...noEngines },
    control: {} as Control,
    ...{ holdMs: 1_000, random: randomFrom('1'), clock, signal: new AbortController().signal },
  })
  const ids = await redis.zrange(key, '0', '-1')
  expect(ids).toHaveLength(4)
  const said = (await redis.hgetall(`${key}:said`))[ids.find((id) => id.startsWith('orders-rogue@')) ?? '']
  const { address } = JSON.parse(said ?? '{}') as { address: string }
  await fetch(`http://${address}/rpc/list`)
  await heal?.()

  // This instance believed every token, and so the findings say.
  expect(findings?.()).toEqual({ rogueRequests: 1, badTokens: 60, badTokensLetIn: 60 })
  expect(await redis.zcard(key)).toBe(0)
  expect(await redis.hkeys(`${key}:said`)).toEqual(['orders-1@1'])
})

const noEngines = { gateway: undefined, engines: undefined, provider: undefined }
const ready = { state: 'ready', restarts: 0 } as const
