import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'
import { readWorkers, WorkerTally } from './worker-tally.ts'

const queue = 'orders.mailroom'
let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase('orders')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => emptyTables(database.pool))

const tallyOf = (instance: string, pool = database.pool) => new WorkerTally({ pool, instance })
const arrival = { id: 'a', letter: null, attempt: 1, failures: [] }
const done = async () => Object.fromEntries(await readWorkers(database.pool))
async function work(tally: WorkerTally, times: number, on = queue) {
  const receive = tally.counting(on, async () => undefined)
  for (let n = 0; n < times; n++) await receive(arrival)
}

test('adds up what each instance has done on each queue, over restarts', async () => {
  const first = tallyOf('orders-1')
  await work(first, 3)
  await work(first, 1, 'orders.history')
  await first.tell()
  await first.tell()
  const again = tallyOf('orders-1', database.otherPool)
  await work(again, 2)
  await again.tell()
  const other = tallyOf('orders-2')
  await work(other, 4)
  await other.tell()
  expect(await done()).toEqual({
    'orders.history': [{ instance: 'orders-1', count: 1 }],
    'orders.mailroom': [
      { instance: 'orders-1', count: 5 },
      { instance: 'orders-2', count: 4 },
    ],
  })
})

test('does not count what has to come again', async () => {
  const tally = tallyOf('orders-1')
  const receive = tally.counting(queue, async () => {
    throw new Error('not now')
  })
  await expect(receive(arrival)).rejects.toThrow('not now')
  await tally.tell()
  expect(await done()).toEqual({})
})

test('keeps what it could not tell, and tells it when the database is back', async () => {
  let away = true
  const pool = new Proxy(database.pool, {
    get: (target, key) =>
      key === 'query' && away ? () => Promise.reject(new Error('away')) : Reflect.get(target, key).bind(target),
  })
  const tally = tallyOf('orders-1', pool)
  await work(tally, 2)
  await expect(tally.tell()).rejects.toThrow('away')
  await work(tally, 1)
  away = false
  await tally.tell()
  expect(await done()).toEqual({ [queue]: [{ instance: 'orders-1', count: 3 }] })
})
