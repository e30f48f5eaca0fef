import { orders } from '@switchyard/contracts/orders'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { insertInbox } from './inbox.ts'
import { insertOutbox, outboxRows, outgoing } from './outbox.ts'
import { emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'

const orderId = crypto.randomUUID()
const message = () =>
  outgoing(orders.events.orderCancelled, { orderId }, { id: crypto.randomUUID(), aggregateId: orderId })
let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase('orders')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => emptyTables(database.pool))
const rowsOf = async (table: string) => (await database.pool.query(`SELECT * FROM ${table}`)).rows

test('messages are written exactly when the change of the same statement happened', async () => {
  const change = `WITH changed AS (SELECT 1 WHERE $2::boolean),
    told AS (${insertOutbox('$1', 'WHERE EXISTS (SELECT 1 FROM changed)')}) SELECT * FROM told`
  await database.pool.query(change, [outboxRows([message()]), false])
  expect(await rowsOf('outbox')).toEqual([])
  await database.pool.query(change, [outboxRows([message(), message()]), true])
  expect(await rowsOf('outbox')).toHaveLength(2)
})

test('a message written twice is one message', async () => {
  const rows = outboxRows([message()])
  for (let n = 0; n < 2; n++) await database.pool.query(insertOutbox('$1'), [rows])
  expect(await rowsOf('outbox')).toMatchObject([{ kind: 'event', payload: { orderId }, relayed_at: null }])
})

test('of many deliveries of one message at once, one takes effect for each consumer', async () => {
  await database.pool.query('CREATE TABLE effects (consumer text)')
  const id = crypto.randomUUID()
  const apply = (consumer: string) =>
    database.pool.query(
      `WITH fresh AS (${insertInbox('$1', '$2')}) INSERT INTO effects SELECT $1 WHERE EXISTS (SELECT 1 FROM fresh)`,
      [consumer, id],
    )
  await Promise.all(Array.from({ length: 20 }, (_, n) => apply(n % 2 ? 'mailroom' : 'fulfilment')))
  expect((await rowsOf('effects')).map(({ consumer }) => consumer).toSorted()).toEqual(['fulfilment', 'mailroom'])
})
