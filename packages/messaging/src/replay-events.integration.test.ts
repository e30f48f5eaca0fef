import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { receiveAcknowledgement } from './acknowledge.ts'
import { Pressure } from './pressure.ts'
import { reconcile } from './reconcile.ts'
import { Relay } from './relay.ts'
import { replayEvents } from './replay-events.ts'
import { sentFacts } from './sent-facts.ts'
import { commitMessage, emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'
import { FakeEngine } from './testing/fake-engine.ts'

const routes = [
  { name: 'orders.orderPlaced', queue: 'orders.history', ordered: true },
  { name: 'orders.orderPlaced', queue: 'orders.mailroom', ordered: false },
]
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

const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 12, n))
/** One event for each minute of an hour, told to the mailroom and, if it was there then, to the history. */
async function tell({ count, to }: { count: number; to: string[] }): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    ids.push(await commitMessage(database.pool, { kind: 'event', name: 'orders.orderPlaced', version: n + 1 }))
    await database.pool.query('UPDATE outbox SET created_at = $2 WHERE id = $1', [ids[n], minute(n)])
  }
  const known = routes.filter(({ queue }) => to.includes(queue))
  const pressure = new Pressure({ engine, clock, log: silentLog })
  const options = { service: 'orders', pool: database.pool, engine, routes: known, pressure, clock, log: silentLog }
  const relay = new Relay(options)
  await relay.relay(new AbortController().signal)
  await relay.stop()
  const payload = ids.flatMap((id) => to.map((queue) => ({ id, queue })))
  await receiveAcknowledgement(
    { id: 'a', letter: { payload }, attempt: 1, failures: [] },
    { pool: database.pool, clock },
  )
  engine.wipe()
  engine.sent.length = 0
  return ids
}
const pressure = { full: () => [], tight: () => [], watch: () => undefined, look: async () => undefined }
const carry = () => reconcile({ service: 'orders', pool: database.pool, engine, pressure, clock, log: silentLog })
const replay = (from: number, until: number, to = 'orders.history') =>
  replayEvents({ to, from: minute(from), until: minute(until) }, { pool: database.pool, routes, clock })

test('a span goes to the one subscriber once more, and to no other', async () => {
  const ids = await tell({ count: 6, to: ['orders.history', 'orders.mailroom'] })
  expect(await replay(1, 4)).toBe(3)
  await carry()
  expect(engine.idsOn('orders.history').toSorted()).toEqual(ids.slice(1, 4).toSorted())
  expect(engine.idsOn('orders.mailroom')).toEqual([])
})

test('a new subscriber hears what was told before it was there, in order and behind everything that is new', async () => {
  const ids = await tell({ count: 3, to: ['orders.mailroom'] })
  expect(await replay(0, 60)).toBe(3)
  await carry()
  const letters = [...(engine.queues.get('orders.history')?.values() ?? [])]
  const after = Object.fromEntries(letters.map((letter) => [letter.id, letter.after]))
  expect(after).toEqual({ [ids[0] ?? '']: undefined, [ids[1] ?? '']: ids[0], [ids[2] ?? '']: ids[1] })
  expect(letters.map(({ priority }) => priority)).toEqual(['low', 'low', 'low'])
})

test('what Redis loses of a replay is sent again', async () => {
  const ids = await tell({ count: 2, to: ['orders.history'] })
  await replay(0, 60)
  await carry()
  engine.wipe()
  await clock.advance(60_000)
  await carry()
  expect(engine.idsOn('orders.history').toSorted()).toEqual(ids.toSorted())
})

test('a span may be longer than one statement takes, and nobody by a name hears nothing', async () => {
  await database.pool.query(`
    INSERT INTO outbox (id, kind, name, aggregate_id, payload, created_at, relayed_at)
    SELECT gen_random_uuid(), 'event', 'orders.orderPlaced', n::text, '{}', timestamptz '2026-01-01 12:00Z' + n % 7 * interval '1 ms', now()
      FROM generate_series(1, 2500) AS n`)
  expect(await replay(0, 60)).toBe(2_500)
  expect(await replay(0, 60, 'orders.nobody')).toBe(0)
  const { rows } = await database.pool.query('SELECT queue, count(*)::int FROM deliveries GROUP BY queue')
  expect(rows).toEqual([{ queue: 'orders.history', count: 2_500 }])
})

test('the checker is told which deliveries a replay has opened, and which have waited from the first', async () => {
  const [replayed] = await tell({ count: 2, to: ['orders.history'] })
  await replay(0, 1)
  const { sent } = await sentFacts(database.pool, { after: '', until: null })
  const byId = new Map(sent.map(({ id, deliveries }) => [id, deliveries]))
  expect(byId.get(replayed ?? '')).toEqual([{ queue: 'orders.history', isAcknowledged: false, isReplay: true }])
  byId.delete(replayed ?? '')
  expect([...byId.values()]).toEqual([[{ queue: 'orders.history', isAcknowledged: true, isReplay: false }]])
})
