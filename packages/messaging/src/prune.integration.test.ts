import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { keepDeadLetter } from './dead-letter.ts'
import { deadLettersKeptMs, inboxKeptMs, outboxKeptMs, prune } from './prune.ts'
import { commitMessage, emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'

const now = Date.UTC(2027, 0, 1)
const going = new AbortController().signal
const clock = { now: () => now, sleep: async () => undefined, after: () => () => {} }
let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase('orders')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => emptyTables(database.pool))

async function message({ ageMs, relayed, acknowledged }: { ageMs: number; relayed: boolean; acknowledged: boolean }) {
  const id = await commitMessage(database.pool)
  const at = new Date(now - ageMs)
  await database.pool.query('UPDATE outbox SET created_at = $2, relayed_at = $3 WHERE id = $1', [
    id,
    at,
    relayed ? at : null,
  ])
  await database.pool.query(
    'INSERT INTO deliveries (message_id, queue, due_at, acknowledged_at) VALUES ($1, $2, $3, $4)',
    [id, 'inventory.releaseStock', at, acknowledged ? at : null],
  )
  return id
}
const left = async (table: string) => (await database.pool.query(`SELECT * FROM ${table}`)).rows

test('removes old messages with their deliveries, but none that somebody has not acknowledged', async () => {
  const old = outboxKeptMs + 1
  await message({ ageMs: old, relayed: true, acknowledged: true })
  const kept = [
    await message({ ageMs: old, relayed: true, acknowledged: false }),
    await message({ ageMs: old, relayed: false, acknowledged: true }),
    await message({ ageMs: outboxKeptMs - 1, relayed: true, acknowledged: true }),
  ]
  expect((await prune({ pool: database.pool, now, signal: going })).outbox).toBe(1)
  expect((await left('outbox')).map(({ id }) => id).toSorted()).toEqual(kept.toSorted())
  expect(await left('deliveries')).toHaveLength(3)
})

test('removes more than one batch', async () => {
  await database.pool.query(`INSERT INTO inbox SELECT 'c', gen_random_uuid(), $1 FROM generate_series(1, 2500)`, [
    new Date(now - inboxKeptMs - 1),
  ])
  expect((await prune({ pool: database.pool, now, signal: going })).inbox).toBe(2_500)
})

test('keeps an inbox note for longer than its message can be sent again', () => {
  expect(inboxKeptMs).toBeGreaterThan(outboxKeptMs)
})

test('removes dead letters long after somebody dealt with them, and never one that waits', async () => {
  const keep = { pool: database.pool, clock, newId: () => crypto.randomUUID() }
  for (const name of ['waits', 'was dropped']) {
    const letter = { id: crypto.randomUUID(), name, from: 'orders', payload: {}, traceparent: null }
    await keepDeadLetter(keep, { letter, queue: 'q', consumer: 'q', reason: 'r', attempts: 1, failures: [] })
  }
  const closed = `UPDATE dead_letters SET state = 'dropped', closed_at = $1 WHERE name = 'was dropped'`
  await database.pool.query(closed, [new Date(now)])
  const later = (ms: number) => prune({ pool: database.pool, now: now + deadLettersKeptMs + ms, signal: going })
  expect((await later(0)).deadLetters).toBe(0)
  expect((await later(1)).deadLetters).toBe(1)
  expect((await left('dead_letters')).map(({ name }) => name)).toEqual(['waits'])
})
