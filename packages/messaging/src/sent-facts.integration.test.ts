import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sentFacts } from './sent-facts.ts'
import { emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'
import { openDesk } from './testing/dead-letters.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('inventory')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => emptyTables(database.pool))

const [first, second, third] = [1, 2, 3].map((n) => `0190a000-0000-7000-8000-00000000000${n}`)
const range = { after: first ?? '', until: second ?? null }
const buriedIn = async () => (await sentFacts(database.pool, range)).buried.map(({ messageId }) => messageId).sort()

test('a dead letter is told with the orders of its range, and with no others', async () => {
  const { failed } = openDesk(database)
  await failed({ payload: { orderId: first } })
  const within = await failed({ payload: { orderId: second } })
  await failed({ payload: { orderId: third } })
  expect(await buriedIn()).toEqual([within])
})

test.each([
  ['names its field otherwise', { order_id: second }],
  ['names no order', { orderId: 'the second' }],
  ['is nothing at all', null],
  ['is a list', ['orderId']],
])('a dead letter whose payload %s is told with every range, since it may be about any order', async (_, payload) => {
  const buried = await openDesk(database).failed({ payload })
  expect(await buriedIn()).toEqual([buried])
})
