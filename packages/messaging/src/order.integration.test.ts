import { orders } from '@switchyard/contracts/orders'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Received } from './inbox.ts'
import { insertInbox } from './inbox.ts'
import { MemoryBroker } from './memory-engine.ts'
import { composeMessaging } from './messaging.ts'
import { insertOutbox, outboxRows, outgoing } from './outbox.ts'
import { emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('orders')
  await database.pool.query('CREATE TABLE mailed (place serial, order_id uuid, name text)')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  await emptyTables(database.pool)
  await database.pool.query('TRUNCATE mailed')
})

const newId = () => crypto.randomUUID()
const { orderConfirmed, orderCancelled, orderReturned } = orders.events
const life = [orderConfirmed, orderCancelled, orderReturned]

/** A mailroom over an engine that loses a few, doubles a third and lets half overtake. */
function startMailroom({ fail }: { fail?: (received: Received<{ orderId: string }>) => void } = {}) {
  const broker = new MemoryBroker({
    clock,
    mischief: { random: Math.random, drop: 0.05, duplicate: 0.3, reorder: 0.5 },
  })
  const messaging = composeMessaging({
    ...{ service: 'orders', pool: database.pool, clock, log: silentLog, newId, engine: broker.connect() },
    isOutage: (error) => databaseFaultOf(error) === 'away',
    hint: () => undefined,
  })
  const mail = async (received: Received<{ orderId: string }>) => {
    fail?.(received)
    await database.pool.query(
      `WITH fresh AS (${insertInbox('$1', '$2')})
       INSERT INTO mailed (order_id, name) SELECT $3, $4 WHERE EXISTS (SELECT 1 FROM fresh)`,
      [received.consumer, received.id, received.payload.orderId, received.name],
    )
  }
  messaging.subscribe(
    'orders.mailroom',
    {
      'orders.orderConfirmed': mail,
      // One that has nothing to say must not hold up those after it.
      'orders.orderRejected': async () => undefined,
      'orders.orderCancelled': mail,
      'orders.orderReturned': mail,
    },
    { attempts: 1 },
  )
  return { messaging, [Symbol.asyncDispose]: () => messaging.close({ limitMs: 2_000 }) }
}

/** Commits the whole life of some orders at once. */
async function live(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId)
  const messages = ids.flatMap((orderId) => {
    const about = (version: number) => ({ id: newId(), aggregateId: orderId, version })
    return [
      outgoing(orderConfirmed, { orderId, lines: [] }, about(1)),
      outgoing(orderCancelled, { orderId }, about(2)),
      outgoing(orderReturned, { orderId }, about(3)),
    ]
  })
  await database.pool.query(insertOutbox('$1'), [outboxRows(messages)])
  return ids
}

async function mailed(): Promise<Record<string, string[]>> {
  const { rows } = await database.pool.query('SELECT order_id, name FROM mailed ORDER BY place')
  const byOrder: Record<string, string[]> = {}
  for (const { order_id, name } of rows) byOrder[order_id] = [...(byOrder[order_id] ?? []), name]
  return byOrder
}
const soon = { timeout: 30_000, interval: 100 }
const open = async () => {
  // Others subscribe as well, and nobody reads their queues here.
  const { rows } = await database.pool.query(
    `SELECT count(*)::int FROM deliveries WHERE queue = 'orders.mailroom' AND acknowledged_at IS NULL`,
  )
  return rows[0]?.count
}

test('a mail waits for the one before it, whatever the engine loses, doubles and shuffles, and a replay of all changes nothing', async () => {
  await using room = startMailroom()
  const ids = await live(20)
  await room.messaging.start()
  const whole = Object.fromEntries(ids.map((id) => [id, life.map(({ name }) => name)]))
  await vi.waitFor(async () => expect(await mailed()).toEqual(whole), soon)
  const until = new Date(clock.now() + 1_000)
  expect(await room.messaging.replay({ to: 'orders.mailroom', from: new Date(0), until })).toBe(60)
  await vi.waitFor(async () => expect(await open()).toBe(0), soon)
  expect(await mailed()).toEqual(whole)
})

test('a letter that is dead holds up its own aggregate and no other, until somebody drops it', async () => {
  let poison = ''
  const fail = ({ name, payload }: Received<{ orderId: string }>) => {
    if (payload.orderId === poison && name === 'orders.orderConfirmed') throw new RangeError('no ink')
  }
  await using room = startMailroom({ fail })
  const [first = '', second = ''] = await live(2)
  poison = first
  await room.messaging.start()
  const { deadLetters: desk } = room.messaging
  const waiting = async () => (await desk.deadLetters({ input: { state: 'waiting', limit: 2 } })).items
  await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), soon)
  await vi.waitFor(async () => expect((await mailed())[second]).toHaveLength(3), soon)
  expect((await mailed())[first]).toBeUndefined()
  const [{ id = '', revision = 0 } = {}] = await waiting()
  const ctx = { envelope: { principal: { kind: 'staff', id: 'ada' } } }
  await desk.dropDeadLetter({ input: { id, revision, reason: 'the ink is gone' }, ctx })
  await vi.waitFor(async () => expect((await mailed())[first]).toEqual(life.slice(1).map(({ name }) => name)), soon)
})
