import { randomUUID } from 'node:crypto'
import { openRedis } from '@switchyard/messaging/redis'
import { TestClock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { memoryBuckets } from './memory-buckets.ts'
import { redisBuckets } from './redis-buckets.ts'
import { guarantees } from './testing/buckets-conformance.ts'

const url = process.env.TEST_REDIS_URL
if (!url) throw new Error('TEST_REDIS_URL is not set: run this with npm test, or give the URL of a Redis ≥ 7.0.')
/** A gateway's own connections give up after 200 ms, which a starved machine may take. */
const patient = () => openRedis({ url, profile: 'worker', log })
const clients = [patient(), patient()] as const
afterAll(() => clients.forEach((client) => void client.disconnect()))

/** Two gateways' doors to buckets of their own, at a time that the test moves. */
function open() {
  const clock = new TestClock()
  const prefix = `test-${randomUUID()}`
  const [buckets, other] = clients.map((redis) => redisBuckets({ redis, prefix, nowUs: () => clock.now() * 1_000 }))
  if (!buckets || !other) throw new Error('no clients')
  return { buckets, other, prefix, clock, wait: (ms: number) => clock.advance(ms) }
}

describe('buckets in Redis', () => {
  test.each(guarantees)('$title', async ({ prove }) => {
    await prove(open())
  })

  test('decide as those in memory do, whatever is asked when', async () => {
    const bucket = fc.record({
      name: fc.constantFrom('guest', 'address'),
      id: fc.constantFrom('a', 'b'),
      perMinute: fc.constantFrom(7, 300, 100_000),
    })
    const step = fc.record({
      afterMs: fc.nat(10_000),
      cost: fc.constantFrom(0.1, 1, 1.5, 20),
      asked: fc.uniqueArray(bucket, { minLength: 1, maxLength: 3, selector: ({ name, id }) => `${name}:${id}` }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { buckets, clock } = open()
        const model = memoryBuckets({ clock })
        for (const { afterMs, cost, asked } of steps) {
          await clock.advance(afterMs)
          const [ours, theirs] = await Promise.all([buckets.take(asked, cost), model.take(asked, cost)])
          for (const [index, { waitMs, left }] of theirs.entries()) {
            // Both round to a whole millisecond or unit, on either side of it.
            expect(Math.abs((ours[index]?.waitMs ?? Number.NaN) - waitMs)).toBeLessThanOrEqual(1)
            expect(Math.abs((ours[index]?.left ?? Number.NaN) - left)).toBeLessThanOrEqual(1)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  test('decide requests of the same moment each by itself, in their order, and send them together', async () => {
    const { clock, prefix } = open()
    let calls = 0
    const [redis] = clients
    const counted = {
      eval: redis.eval.bind(redis),
      evalsha: (sha: string, keys: number, ...rest: (string | number)[]) => {
        calls += 1
        return redis.evalsha(sha, keys, ...rest)
      },
    }
    const buckets = redisBuckets({ redis: counted, prefix, nowUs: () => clock.now() * 1_000 })
    const ann = { name: 'guest', id: 'ann', perMinute: 300 }
    const bob = { name: 'guest', id: 'bob', perMinute: 300 }
    const address = { name: 'address', id: '192.0.2.7', perMinute: 600 }
    // Ann's second is one too many for her and takes nothing of the address; Bob's is decided after it all the same.
    const asked = [buckets.take([ann, address], 100), buckets.take([ann, address], 1), buckets.take([bob, address], 30)]
    const left = (await Promise.all(asked)).flatMap((standings) => standings.map((one) => [one.left, one.waitMs > 0]))
    expect(left.join(' ')).toBe('0,false 100,false 0,true 99,false 70,false 70,false')
    expect(calls).toBe(1)
    const many = await Promise.all(Array.from({ length: 200 }, () => buckets.take([bob], 0.1)))
    expect([calls, many.at(-1)?.[0]?.left]).toEqual([5, 50])
  })

  test('are found again by a Redis that has forgotten their script', async () => {
    const { buckets } = open()
    await clients[0].script('FLUSH')
    expect(await buckets.take([{ name: 'guest', id: 'ann', perMinute: 300 }], 1)).toMatchObject([
      { left: 99, waitMs: 0 },
    ])
  })

  test('leave nothing in Redis for good', async () => {
    const { buckets, prefix } = open()
    await buckets.take([{ name: 'guest', id: 'ann', perMinute: 300 }], 1)
    const ttl = await clients[0].pttl(`${prefix}:limit:guest:ann`)
    expect(ttl).toBeGreaterThan(0)
    expect(ttl).toBeLessThanOrEqual(60_000)
  })

  test('count by Redis’s own clock when nobody gives another', async () => {
    const buckets = redisBuckets({ redis: clients[0], prefix: `test-${randomUUID()}` })
    const bucket = { name: 'guest', id: 'ann', perMinute: 300 }
    expect(await buckets.take([bucket], 40)).toEqual([{ bucket, left: 60, fullInMs: 12_000, waitMs: 0 }])
  })
})
