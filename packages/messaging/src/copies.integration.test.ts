import { randomUUID } from 'node:crypto'
import { orders } from '@switchyard/contracts/orders'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCopier } from './copies.ts'
import { insertInbox } from './inbox.ts'
import { createMessaging } from './messaging.ts'
import { rowDigests } from './row-digests.ts'
import { commitMessage, emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'
import { testRedisUrl, wipe } from './testing/redis.ts'

const redis = { redisUrl: testRedisUrl(), redisPrefix: `copies-${randomUUID().slice(0, 8)}` }
const newId = () => randomUUID()
const command = orders.commands.refundCard
let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase('orders')
  await emptyTables(database.pool)
  await database.pool.query('CREATE TABLE effects (order_id uuid, taken int NOT NULL)')
})
afterAll(async () => {
  await wipe(redis.redisPrefix)
  await database[Symbol.asyncDispose]()
})

const tables = { effects: 'order_id = $1::uuid' }
const rowsOf = (orderId: string, id: string) =>
  rowDigests(database.pool, tables, { aggregateId: orderId, messageIds: [id] })

test('copies of a message are delivered each, and with an inbox not a row is written again', async () => {
  const { pool } = database
  const deliveries: string[] = []
  const messaging = createMessaging({
    ...{ ...redis, service: 'orders', pool, isOutage: () => false, clock, log, newId },
  })
  messaging.handle(command, async ({ id, consumer, payload }) => {
    deliveries.push(id)
    await pool.query(`WITH fresh AS (${insertInbox('$1', '$2')}) INSERT INTO effects SELECT $3::uuid, 1 FROM fresh`, [
      consumer,
      id,
      payload.orderId,
    ])
  })
  await messaging.start()
  const copier = openCopier({ ...redis, service: 'orders', pool, clock, random: Math.random, newId, log })
  const orderId = randomUUID()
  const payload = { orderId, stepId: 'refund' }
  const id = await commitMessage(pool, { name: command.name, payload, aggregateId: orderId })
  messaging.wake()
  const acknowledged = async () => (await messaging.trail(orderId))[0]?.deliveries[0]?.acknowledgedAt
  await expect.poll(acknowledged).toEqual(expect.any(String))
  const before = await rowsOf(orderId, id)
  expect(before.applied).toMatchObject([{ messageId: id, queue: command.name }])

  const copies = Array.from({ length: 4 }, () => ({ afterMs: expect.any(Number) }))
  const named = { id, name: command.name, from: 'orders', queue: command.name }
  expect(await copier.copy(orderId, 4)).toEqual([{ ...named, copies }])
  expect(deliveries).toEqual(Array.from({ length: 5 }, () => id))
  expect(await rowsOf(orderId, id)).toEqual(before)

  await pool.query('UPDATE effects SET taken = taken WHERE order_id = $1', [orderId])
  expect(await rowsOf(orderId, id)).not.toEqual(before)
  copier.close()
  await messaging.close()
})
