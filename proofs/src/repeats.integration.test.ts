import { openRedis } from '@switchyard/messaging/redis'
import { testRedisUrl } from '@switchyard/messaging/testing/redis'
import { silentLog } from '@switchyard/runtime/log'
import { Queue } from 'bullmq'
import type { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openShop, type Shop } from './shop.ts'
import { faultsOfShop } from './standing.ts'

/** What happened to an order, told by messages: each of them has been applied once. */
let shop: Shop
beforeAll(async () => {
  shop = await openShop({ adminUrl: process.env.TEST_DATABASE_URL, redisUrl: testRedisUrl() })
  const place = (token: string) => shop.place({ token })
  const [kept, declined, cancelled, delivered, returned] = await Promise.all(
    ['tok_ok', 'tok_declined', 'tok_ok', 'tok_flaky', 'tok_ok'].map(place),
  )
  const all = [kept, declined, cancelled, delivered, returned].map(String)
  await shop.becomes(String(declined), 'rejected')
  await Promise.all([kept, cancelled, delivered, returned].map((id) => shop.becomes(String(id), 'confirmed')))
  await shop.cancel(String(cancelled))
  for (const to of ['shipped', 'delivered'] as const) await shop.moveParcel(String(delivered), to)
  await shop.moveParcel(String(returned), 'shipped')
  await shop.return(String(returned))
  for (const orderId of all) await until(() => shop.isAtEnd(orderId))
})
afterAll(() => shop?.[Symbol.asyncDispose]())

let before: Awaited<ReturnType<typeof everyRow>>
beforeEach(async () => {
  await until(async () => (await faultsOfShop(shop)).length === 0)
  before = await everyRow()
})

test('every message that comes five times more, all copies mixed, changes not one row', async () => {
  const copies = [
    ...(await lettersOf(shop.orders.pool, 'orders')),
    ...(await lettersOf(shop.inventory.pool, 'inventory')),
  ]
    .flatMap((letter) => Array.from({ length: 5 }, (_, copy) => ({ ...letter, copy, place: Math.random() })))
    .sort((a, b) => a.place - b.place)
  expect(copies.length).toBeGreaterThan(200)
  const redis = openRedis({ url: shop.redisUrl, profile: 'worker', log: silentLog })
  const queues = new Map<string, Queue>()
  for (const { queue, copy, letter } of copies) {
    const prefix = `${shop.redisPrefix}:queue`
    const to = queues.get(queue) ?? new Queue(queue, { connection: redis, prefix, skipVersionCheck: true })
    queues.set(queue, to)
    // Ids of their own, or BullMQ would keep one of them; and tries enough, as the first ones meet each other.
    await to.add(letter.name, letter, { jobId: `${letter.id}-${copy}`, attempts: 100, removeOnComplete: true })
  }
  const left = async () => {
    const counts = await Promise.all(
      [...queues.values()].map((queue) => queue.getJobCountByTypes('wait', 'active', 'delayed', 'failed')),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }
  await expect.poll(left, { timeout: 30_000 }).toBe(0)
  redis.disconnect()
  expect(await everyRow()).toEqual(before)
  expect(await faultsOfShop(shop)).toEqual([])
})

test('the whole of both outboxes, sent once more from the first message on, changes not one row', async () => {
  const pools = [shop.orders.pool, shop.inventory.pool]
  for (const pool of pools) {
    await pool.query('UPDATE deliveries SET acknowledged_at = NULL')
    await pool.query('UPDATE outbox SET relayed_at = NULL')
  }
  await expect.poll(() => faultsOfShop(shop), { timeout: 30_000 }).toEqual([])
  const sends = await Promise.all(
    pools.map(async (pool) => (await pool.query('SELECT min(sends)::int AS least FROM deliveries')).rows[0]?.least),
  )
  expect(sends.every((least) => least >= 2)).toBe(true)
  expect(await everyRow()).toEqual(before)
})

/** Vitest's own limit ends it. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** Of each table a digest of all its rows. What keeps the books of sending itself is left out: that it was sent again is true. */
async function everyRow(): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  for (const [owner, { pool }] of [
    ['orders', shop.orders],
    ['inventory', shop.inventory],
  ] as const) {
    const { rows } = await pool.query<{ name: string }>(tablesSql)
    for (const { name } of rows) {
      const row = name === 'outbox' ? '(id, kind, name, aggregate_id, version, payload)::text' : 't::text'
      const found = await pool.query<{ digest: string }>(
        `SELECT count(*) || ' rows ' || md5(coalesce(string_agg(${row}, E'\\n' ORDER BY ${row}), '')) AS digest FROM "${name}" AS t`,
      )
      digests[`${owner}.${name}`] = found.rows[0]?.digest ?? ''
    }
  }
  return digests
}

const tablesSql = `
  SELECT table_name AS name FROM information_schema.tables
   WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
     AND table_name NOT IN ('deliveries', 'schedules', 'canaries', 'verdicts') AND table_name NOT LIKE '\\_prisma%'
   ORDER BY 1`

/** Every message that a service has sent, as it went to each of its queues. */
async function lettersOf(pool: Pool, from: string) {
  const { rows } = await pool.query<{ queue: string; id: string; name: string; payload: unknown }>(
    'SELECT queue, id, name, payload FROM outbox JOIN deliveries ON message_id = id',
  )
  return rows.map(({ queue, ...letter }) => ({ queue, letter: { ...letter, from, traceparent: null } }))
}
