import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Pressure } from './pressure.ts'
import { Relay } from './relay.ts'
import { commitMessage, emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'
import { FakeEngine } from './testing/fake-engine.ts'

const routes = [
  { name: 'inventory.stockReserved', queue: 'orders.fulfilment', ordered: false },
  { name: 'inventory.stockReserved', queue: 'orders.readModel', ordered: true },
  { name: 'inventory.stockReleased', queue: 'orders.readModel', ordered: true },
]
const going = new AbortController().signal
let database: TestDatabase
let engine: FakeEngine
let clock: TestClock

beforeAll(async () => {
  database = await openTestDatabase('inventory')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  engine = new FakeEngine()
  clock = new TestClock()
  await emptyTables(database.pool)
})

function relayOn(pool = database.pool, backlogMax = 1_000): Relay {
  const pressure = new Pressure({ engine, clock, log: silentLog, backlogMax })
  return new Relay({ service: 'inventory', pool, engine, routes, pressure, clock, log: silentLog })
}
const eventOf =
  (version: number, name = 'inventory.stockReserved', aggregateId = 'order-1') =>
  () =>
    commitMessage(database.pool, { kind: 'event', name, version, aggregateId })
const deliveries = async () => {
  const { rows } = await database.pool.query('SELECT queue, sends, sent_at FROM deliveries ORDER BY queue')
  return rows
}

test('sends an event to every declared subscriber and a command to its own queue, and writes a delivery for each', async () => {
  const event = await commitMessage(database.pool, { kind: 'event', name: 'inventory.stockReserved' })
  const command = await commitMessage(database.pool, { name: 'orders.chargeCard' })
  const relay = relayOn()
  await relay.relay(going)
  await relay.stop()
  expect(engine.idsOn('orders.fulfilment')).toEqual([event])
  expect(engine.idsOn('orders.readModel')).toEqual([event])
  expect(engine.idsOn('orders.chargeCard')).toEqual([command])
  expect(await deliveries()).toEqual(
    ['orders.chargeCard', 'orders.fulfilment', 'orders.readModel'].map((queue) => ({
      queue,
      sends: 1,
      sent_at: new Date(clock.now()),
    })),
  )
})

test('sends what was relayed only once, however often it is woken', async () => {
  await commitMessage(database.pool)
  const relay = relayOn()
  await relay.relay(going)
  await relay.stop()
  clock = new TestClock(clock.now() + 60_000)
  await relayOn().relay(going)
  expect(engine.sent).toHaveLength(1)
})

test('two relays never send the same message', async () => {
  for (let n = 0; n < 100; n++) await commitMessage(database.pool)
  const relays = [relayOn(), relayOn(database.otherPool), relayOn(), relayOn(database.otherPool)]
  await Promise.all(relays.map((relay) => relay.relay(going)))
  await Promise.all(relays.map((relay) => relay.stop()))
  const ids = engine.sent.flatMap((send) => send.ids)
  expect(ids).toHaveLength(100)
  expect(new Set(ids).size).toBe(100)
})

test('what could not be published waits in the outbox as if nobody had claimed it, for any relay', async () => {
  const id = await commitMessage(database.pool)
  engine.away = true
  await expect(relayOn().relay(going)).rejects.toThrow('away')
  expect(await deliveries()).toEqual([])
  engine.away = false
  await relayOn().relay(going)
  expect(engine.idsOn('inventory.releaseStock')).toEqual([id])
  expect(await deliveries()).toMatchObject([{ sends: 1 }])
})

test('what is sent once more before its relay came is one delivery, which counts both', async () => {
  const id = await commitMessage(database.pool)
  await database.pool.query(
    'INSERT INTO deliveries (message_id, queue, sends, due_at, replays) VALUES ($1, $2, 1, $3, 1)',
    [id, 'inventory.releaseStock', new Date(clock.now())],
  )
  await relayOn().relay(going)
  expect(await deliveries()).toEqual([{ queue: 'inventory.releaseStock', sends: 2, sent_at: new Date(clock.now()) }])
})

test('finds a message that was written early and committed late', async () => {
  const slow = await database.pool.connect()
  await slow.query('BEGIN')
  await slow.query(
    `INSERT INTO outbox (id, kind, name, aggregate_id, payload, created_at)
     VALUES (gen_random_uuid(), 'command', 'orders.chargeCard', 'order-1', '{}', now() - interval '1 minute')`,
  )
  await commitMessage(database.pool)
  await relayOn().relay(going)
  expect(engine.sent).toHaveLength(1)
  await slow.query('COMMIT')
  slow.release()
  await relayOn().relay(going)
  expect(engine.idsOn('orders.chargeCard')).toHaveLength(1)
})

test('a full queue holds back its own messages in the outbox and no others', async () => {
  const relay = relayOn(database.pool, 2)
  for (let n = 0; n < 2; n++) await commitMessage(database.pool, { name: 'orders.chargeCard' })
  await relay.relay(going)
  await clock.advance(500)
  await relay.relay(going)
  const held = await commitMessage(database.pool, { name: 'orders.chargeCard' })
  const free = await commitMessage(database.pool)
  await relay.relay(going)
  expect(engine.idsOn('orders.chargeCard')).not.toContain(held)
  expect(engine.idsOn('inventory.releaseStock')).toEqual([free])

  engine.wipe()
  await clock.advance(500)
  const relayed = () => relay.relay(going).then(() => engine.idsOn('orders.chargeCard'))
  await expect.poll(relayed).toEqual([held])
})

test('a subscriber whose queue is full gets its events later, and the others at once', async () => {
  const relay = relayOn(database.pool, 1)
  const [first, second] = [eventOf(1), eventOf(2)]
  await first()
  await relay.relay(going)
  engine.queues.get('orders.fulfilment')?.clear()
  await clock.advance(500)
  await relay.relay(going)
  const id = await second()
  await relay.relay(going)
  await relay.stop()
  expect(engine.idsOn('orders.fulfilment')).toEqual([id])
  expect(engine.idsOn('orders.readModel')).not.toContain(id)
  const { rows } = await database.pool.query(
    'SELECT sends, sent_at, due_at FROM deliveries WHERE message_id = $1 AND queue = $2',
    [...[id, 'orders.readModel']],
  )
  expect(rows).toEqual([{ sends: 0, sent_at: null, due_at: new Date(clock.now()) }])
})

test('names the event before, of the same aggregate and to the same subscriber, where order is declared and nowhere else', async () => {
  const [one, two, four] = [await eventOf(1)(), await eventOf(2, 'inventory.stockReleased')(), await eventOf(4)()]
  await commitMessage(database.pool, { kind: 'event', name: 'inventory.stockRefused', version: 3 })
  const other = await eventOf(5, 'inventory.stockReserved', 'order-2')()
  const relay = relayOn()
  await relay.relay(going)
  await relay.stop()
  const after = async (queue: string) => {
    const { rows } = await database.pool.query('SELECT message_id, after_id FROM deliveries WHERE queue = $1', [queue])
    return Object.fromEntries(rows.map((row) => [row.message_id, row.after_id]))
  }
  expect(await after('orders.readModel')).toEqual({ [one]: null, [two]: one, [four]: two, [other]: null })
  expect(await after('orders.fulfilment')).toEqual({ [one]: null, [four]: null, [other]: null })
  const letters = [...(engine.queues.get('orders.readModel')?.values() ?? [])]
  expect(letters.map(({ id, after: before }) => [id, before])).toEqual(
    expect.arrayContaining([
      [one, undefined],
      [two, one],
      [four, two],
      [other, undefined],
    ]),
  )
})

test('claims the next batch while one is being published, and publishes that before it stops', async () => {
  for (let n = 0; n < 450; n++) await commitMessage(database.pool)
  const relay = relayOn()
  expect(await relay.relay(going)).toBe('more')
  await expect.poll(deliveries).toHaveLength(400)
  await relay.stop()
  expect(engine.sent.map(({ ids }) => ids.length)).toEqual([200, 200])
  expect(new Set(engine.idsOn('inventory.releaseStock')).size).toBe(400)
  await relayOn().relay(going)
  expect(new Set(engine.idsOn('inventory.releaseStock')).size).toBe(450)
})

test('rejects when Postgres is away, so that its pulse backs off', async () => {
  const gone = await openTestDatabase('inventory')
  await gone[Symbol.asyncDispose]()
  await expect(relayOn(gone.pool).relay(going)).rejects.toThrow()
})
