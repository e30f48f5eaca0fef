import { TestClock } from '@switchyard/runtime/clock'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { keepDeadLetter } from './dead-letter.ts'
import { emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'
import { openDesk } from './testing/dead-letters.ts'

const orderId = crypto.randomUUID()
let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase('orders')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => emptyTables(database.pool))
const rowsOf = async (table: string) => (await database.pool.query(`SELECT * FROM ${table}`)).rows

test('a dead letter kept twice is one row with the attempts of both', async () => {
  const letter = { id: crypto.randomUUID(), name: 'n', from: 'orders', payload: { orderId }, traceparent: null }
  const parts = { pool: database.pool, clock: new TestClock(), newId: () => crypto.randomUUID() }
  const dead = { letter, queue: 'q', consumer: 'q', attempts: 2 }
  await keepDeadLetter(parts, { ...dead, reason: 'second', failures: ['first'] })
  await keepDeadLetter(parts, { ...dead, reason: 'fourth', failures: ['third'] })
  const rows = await rowsOf('dead_letters')
  expect(rows).toMatchObject([{ reason: 'fourth', attempts: 4, payload: { orderId } }])
  expect(rows[0].history.map(({ reason }: { reason: string }) => reason)).toEqual([
    'first',
    'second',
    'third',
    'fourth',
  ])
})

test('a dead letter is kept though its payload and reason hold what PostgreSQL cannot store', async () => {
  const letter = { id: crypto.randomUUID(), name: 'n', from: 'orders', payload: 'a\u0000b', traceparent: null }
  const parts = { pool: database.pool, clock: new TestClock(), newId: () => crypto.randomUUID() }
  const reason = `\u0000${'x'.repeat(100_000)}`
  await keepDeadLetter(parts, { letter, queue: 'q', consumer: 'q', attempts: 1, reason, failures: [] })
  expect(await rowsOf('dead_letters')).toMatchObject([
    { payload: 'a\ufffdb', reason: expect.stringMatching(/^\ufffdx+$/) },
  ])
})

test('a dead letter is kept though halves of surrogate pairs and NULs stand anywhere in it', async () => {
  const [half, nul] = ['\ud83d', '\u0000']
  const letter = {
    ...{ id: crypto.randomUUID(), name: `n${nul}`, from: `orders${nul}`, traceparent: `00${nul}` },
    payload: { [`key${half}${nul}`]: [half, `${half}${nul}`], whole: '😀', text: '\\ud83d \\u0000' },
  }
  const parts = { pool: database.pool, clock: new TestClock(), newId: () => crypto.randomUUID() }
  // Cut at 2,000 characters, which is in the middle of the last one.
  const reason = `${'x'.repeat(1_999)}😀`
  await keepDeadLetter(parts, { letter, queue: 'q', consumer: 'q', attempts: 2, reason, failures: [half] })
  const cut = `${'x'.repeat(1_999)}\ufffd`
  expect(await rowsOf('dead_letters')).toMatchObject([
    {
      ...{ name: 'n\ufffd', sender: 'orders\ufffd', traceparent: '00\ufffd', reason: cut },
      payload: { 'key\ufffd\ufffd': ['\ufffd', '\ufffd\ufffd'], whole: '😀', text: '\\ud83d \\u0000' },
      history: [{ reason: '\ufffd' }, { reason: cut }],
    },
  ])
})

test('a late copy of a letter that was dropped or has been replayed is noted, and changes nothing', async () => {
  const { failed, first, see, drop, replay, settle } = openDesk(database)
  const payload = { orderId, stepId: 'release' }
  const dropped = await failed({ payload })
  const one = await drop(await first(), 'nobody needs it')
  const replayed = await failed({ payload })
  const other = await replay(await first())
  await settle(replayed, 1)
  for (const id of [dropped, replayed]) await failed({ id, payload })
  expect(await see(one.id)).toMatchObject({ state: 'dropped', attempts: 2, revision: one.revision })
  expect(await see(other.id)).toMatchObject({ state: 'replayed', attempts: 2 })
})

test('a copy from before does not bring back a letter whose replay is on its way; the replay itself does', async () => {
  const { failed, first, see, replay } = openDesk(database)
  const payload = { orderId, stepId: 'release' }
  const id = await failed({ payload })
  const asked = await replay(await first())
  await failed({ id, payload })
  expect(await see(asked.id)).toMatchObject({ state: 'replaying', revision: asked.revision })
  await failed({ id, payload, replay: 1 })
  expect(await see(asked.id)).toMatchObject({ state: 'waiting', revision: asked.revision + 1, attempts: 3 })
})
