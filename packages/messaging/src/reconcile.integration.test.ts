import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Acknowledgements, acknowledgementQueue, receiveAcknowledgement } from './acknowledge.ts'
import { acknowledgeWithinMs, claimOutbox, putBack } from './outbox-claim.ts'
import { reconcile } from './reconcile.ts'
import { commitMessage, emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'
import { FakeEngine } from './testing/fake-engine.ts'

const queue = 'inventory.releaseStock'
let database: TestDatabase
let engine: FakeEngine
let clock: TestClock

beforeAll(async () => {
  database = await openTestDatabase('orders')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  engine = new FakeEngine()
  clock = new TestClock()
  await emptyTables(database.pool)
})

const claim = () => claimOutbox(database.pool, { now: clock.now(), limit: 500, routes: [], full: [] })
/** A message that was committed, claimed and sent. */
async function send(): Promise<string> {
  const id = await commitMessage(database.pool)
  for (const { name, payload } of await claim())
    await engine.send(queue, [{ id, name, from: 'orders', payload, traceparent: null }])
  engine.sent.length = 0
  return id
}
let full: string[] = []
let tight: { queue: string; room: number }[] = []
const pressure = { full: () => full, tight: () => tight, watch: () => undefined, look: async () => undefined }
const look = (pool = database.pool) => reconcile({ service: 'orders', pool, engine, pressure, clock, log: silentLog })
const acknowledge = (ids: readonly string[]) => {
  const payload = ids.map((id) => ({ id, queue }))
  return receiveAcknowledgement(
    { id: 'a', letter: { payload }, attempt: 1, failures: [] },
    { pool: database.pool, clock },
  )
}
const sends = async (id: string) =>
  (await database.pool.query('SELECT sends FROM deliveries WHERE message_id = $1', [id])).rows[0]?.sends

test('sends again what Redis lost, four seconds after it was sent and not before', async () => {
  const id = await send()
  engine.wipe()
  await clock.advance(acknowledgeWithinMs - 1)
  await look()
  expect(engine.sent).toEqual([])
  await clock.advance(1)
  await look()
  expect(engine.sent).toEqual([{ queue, ids: [id] }])
  expect(await sends(id)).toBe(2)
})

test('sends nothing to a queue that is full, and goes on when it is not', async () => {
  const id = await send()
  engine.wipe()
  await clock.advance(acknowledgeWithinMs)
  full = [queue]
  await look()
  expect(engine.sent).toEqual([])
  full = []
  await look()
  expect(engine.sent).toEqual([{ queue, ids: [id] }])
})

test('sends to a queue that is nearly full only as much as it takes, and the rest when there is room', async () => {
  const ids = [await send(), await send(), await send()]
  engine.wipe()
  await clock.advance(acknowledgeWithinMs)
  tight = [{ queue, room: 2 }]
  await look()
  expect(engine.idsOn(queue)).toHaveLength(2)
  tight = []
  await look()
  expect(engine.idsOn(queue).toSorted()).toEqual(ids.toSorted())
})

test('keeps sending until somebody acknowledges', async () => {
  const id = await send()
  for (let n = 0; n < 3; n++) {
    engine.wipe()
    await clock.advance(acknowledgeWithinMs)
    await look()
  }
  expect(await sends(id)).toBe(4)
  await acknowledge([id])
  engine.wipe()
  await clock.advance(acknowledgeWithinMs)
  await look()
  expect(await sends(id)).toBe(4)
})

test('sends what a relay claimed before it died', async () => {
  const id = await commitMessage(database.pool)
  expect(await claim()).toMatchObject([{ id }])
  await clock.advance(acknowledgeWithinMs)
  await look()
  expect(engine.idsOn(queue)).toEqual([id])
})

test('leaves alone what waits or runs, however long that takes', async () => {
  const waiting = await send()
  const running = await send()
  engine.running.add(running)
  for (let n = 0; n < 10; n++) {
    await clock.advance(acknowledgeWithinMs)
    await look()
  }
  expect(engine.sent).toEqual([])
  expect([await sends(waiting), await sends(running)]).toEqual([1, 1])
})

test('several instances that look at once send each lost delivery once', async () => {
  for (let n = 0; n < 60; n++) await send()
  engine.wipe()
  await clock.advance(acknowledgeWithinMs)
  await Promise.all([look(), look(database.otherPool), look(), look(database.otherPool)])
  expect(engine.sent.flatMap(({ ids }) => ids)).toHaveLength(60)
})

test('rejects while the engine is away and repairs when it is back', async () => {
  const id = await send()
  engine.wipe()
  engine.away = true
  await clock.advance(acknowledgeWithinMs)
  await expect(look()).rejects.toThrow('away')
  engine.away = false
  await clock.advance(acknowledgeWithinMs)
  await look()
  expect(engine.idsOn(queue)).toEqual([id])
})

test('what is put back while it is acknowledged, in any order of the rows, never deadlocks', async () => {
  const ids = await Promise.all(Array.from({ length: 50 }, () => commitMessage(database.pool)))
  await claim()
  const work = Array.from({ length: 20 }, (_, round) => {
    const mixed = ids.toSorted(() => (round % 2 ? 1 : -1)).toReversed()
    return round % 2 ? acknowledge(mixed) : putBack(database.otherPool, mixed)
  })
  await expect(Promise.all(work)).resolves.toHaveLength(20)
})

test('acknowledgements go to another service in one letter, and to the own database without one', async () => {
  const acknowledgements = new Acknowledgements({
    ...{ service: 'orders', pool: database.pool, engine, clock, log: silentLog },
    newId: () => crypto.randomUUID(),
  })
  const own = await send()
  acknowledgements.add('orders', { id: own, queue })
  for (let n = 0; n < 3; n++) acknowledgements.add('inventory', { id: crypto.randomUUID(), queue: 'orders.fulfilment' })
  await clock.advance(50)
  const letters = [...(engine.queues.get(acknowledgementQueue('inventory'))?.values() ?? [])]
  expect(letters.map(({ payload }) => payload)).toEqual([
    expect.arrayContaining([expect.objectContaining({ queue: 'orders.fulfilment' })]),
  ])
  await acknowledgements.flush()
  await expect
    .poll(async () => (await database.pool.query('SELECT acknowledged_at FROM deliveries')).rows)
    .toEqual([{ acknowledged_at: new Date(clock.now()) }])
})

test('acknowledgements that could not be told are forgotten, not kept', async () => {
  engine.away = true
  const acknowledgements = new Acknowledgements({
    ...{ service: 'orders', pool: database.pool, engine, clock, log: silentLog },
    newId: () => crypto.randomUUID(),
  })
  acknowledgements.add('inventory', { id: crypto.randomUUID(), queue: 'orders.fulfilment' })
  await acknowledgements.flush()
  engine.away = false
  await acknowledgements.flush()
  expect(engine.sent).toEqual([])
})
