import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { openRedis } from '@switchyard/messaging/redis'
import { silentLog as log } from '@switchyard/runtime/log'
import { afterAll, describe, expect, test } from 'vitest'
import { redisCopies } from './redis-copies.ts'
import { guarantees } from './testing/copies-conformance.ts'

const url = process.env.TEST_REDIS_URL
if (!url) throw new Error('TEST_REDIS_URL is not set: run this with npm test, or give the URL of a Redis ≥ 7.0.')
/** A gateway's own connections give up after 200 ms, which a starved machine may take. */
const patient = () => openRedis({ url, profile: 'worker', log })
const clients = [patient(), patient()] as const
afterAll(() => clients.forEach((client) => void client.disconnect()))
const [mine, theirs] = clients
const prefixOf = () => `test-${randomUUID()}`

describe('copies in Redis', () => {
  test.each(guarantees)('$title', async ({ prove }) => {
    const prefix = prefixOf()
    const [copies, other] = [redisCopies({ redis: mine, prefix }), redisCopies({ redis: theirs, prefix })]
    await prove({ copies, other, wait: (ms) => sleep(ms) })
  })

  test('are so many at most, go by themselves, and leave nothing for good', async () => {
    const prefix = prefixOf()
    const copies = redisCopies({ redis: mine, prefix, copiesMax: 3 })
    const { state } = await copies.find('a', ['price'])
    const terms = { tags: ['price'], state: state ?? '' }
    for (const [index, key] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      await copies.keep(key, { answer: { value: key }, ageMs: 0 }, { ...terms, ageMsMax: 10_000 + index })
    }
    await copies.purge(['price'])
    const keys = await mine.keys(`${prefix}:*`)
    expect(keys.filter((key) => key.includes(':copy:')).sort()).toEqual(
      ['c', 'd', 'e'].map((key) => `${prefix}:cache:copy:${key}`),
    )
    for (const key of keys) expect(await mine.pttl(key), key).toBeGreaterThan(0)
  })

  test('that are too long are not kept', async () => {
    const copies = redisCopies({ redis: mine, prefix: prefixOf(), charactersMax: 100 })
    await copies.keep('a', { answer: { value: 'x'.repeat(100) }, ageMs: 0 }, { tags: [], state: '', ageMsMax: 1_000 })
    expect((await copies.find('a', [])).copy).toBeNull()
  })
})
