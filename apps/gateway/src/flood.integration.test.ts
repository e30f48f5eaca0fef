import { randomUUID } from 'node:crypto'
import { openRedis } from '@switchyard/messaging/redis'
import { TestClock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { afterAll, expect, test } from 'vitest'
import { redisBuckets } from './redis-buckets.ts'
import { ingressSecret, limitedDoors } from './testing/limited-doors.ts'

const url = process.env.TEST_REDIS_URL
if (!url) throw new Error('TEST_REDIS_URL is not set: run this with npm test, or give the URL of a Redis ≥ 7.0.')
const closers: (() => unknown)[] = []
afterAll(async () => {
  for (const close of closers) await close()
})

const limit = 300
const perSecond = (10 * limit) / 60

/** Two gateways on one Redis, and what they admit of ten times the limit of an address in the minute that follows. */
async function admittedInAMinute(redisUrl: string): Promise<number> {
  const clock = new TestClock()
  const prefix = `test-${randomUUID()}`
  const gateways = await Promise.all(
    [1, 2].map(async () => {
      const redis = openRedis({ url: redisUrl, profile: 'request', log })
      await new Promise((resolve) => redis.once('ready', resolve).once('error', resolve))
      const shared = redisBuckets({ redis, prefix, nowUs: () => clock.now() * 1_000 })
      const app = await limitedDoors({ shared, newId: randomUUID, clock, address: limit })
      closers.push(
        () => app.close(),
        () => redis.disconnect(),
      )
      return app
    }),
  )
  let admitted = 0
  for (let second = 0; second < 60; second++) {
    const replies = await Promise.all(
      Array.from({ length: perSecond }, (_, call) => {
        const claimed = `10.${second}.${call >> 8}.${call & 255}`
        const headers = { 'x-ingress-secret': ingressSecret, 'x-forwarded-for': `${claimed}, 192.0.2.7` }
        return gateways[call % 2]?.inject({ url: '/api/v2/stock/a-a3', headers })
      }),
    )
    admitted += replies.filter((reply) => reply?.statusCode === 200).length
    await clock.advance(1_000)
  }
  return admitted
}

test('of a flood of ten times the limit, from one address that claims to be thousands, two gateways admit one limit', async () => {
  const admitted = await admittedInAMinute(url)
  expect(admitted).toBeGreaterThan(limit * 0.97)
  expect(admitted).toBeLessThanOrEqual(limit * 1.01)
})

test('with Redis away they admit one limit each, and refuse the rest', async () => {
  const admitted = await admittedInAMinute('redis://127.0.0.1:1')
  expect(admitted).toBeGreaterThan(2 * limit * 0.97)
  expect(admitted).toBeLessThanOrEqual(2 * limit * 1.01)
})
