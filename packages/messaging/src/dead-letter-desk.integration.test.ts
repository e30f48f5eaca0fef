import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { acknowledgeWithinMs } from './outbox-claim.ts'
import { emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'
import { openDesk, queue } from './testing/dead-letters.ts'

const payload = { orderId: '01996b1e-7c3f-7a51-8d57-0f2d4c6e8a02', stepId: 'release' }
const bad = { order: payload.orderId, stepId: 'release' }
let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase('inventory')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => emptyTables(database.pool))

test('a list shows the newest failures first, page by page, and how many there are of each type and state', async () => {
  const { clock, desk, failed, first, drop } = openDesk(database)
  for (const name of ['inventory.releaseStock', 'inventory.commitStock', 'inventory.releaseStock']) {
    await failed({ name })
    await clock.advance(1_000)
  }
  await drop(await first(), 'a test of mine')
  const page = await desk.deadLetters({ input: { state: 'waiting', limit: 1 } })
  expect(page.items).toMatchObject([{ name: 'inventory.commitStock', reason: 'inventory.commitStock failed' }])
  const [last] = page.items
  const next = { state: 'waiting', limit: 5, ...(last && { before: last }) } as const
  expect((await desk.deadLetters({ input: next })).items).toMatchObject([{ name: 'inventory.releaseStock' }])
  const named = { state: 'dropped', name: 'inventory.releaseStock', limit: 5 } as const
  expect((await desk.deadLetters({ input: named })).items).toHaveLength(1)
  expect(page.counts).toEqual([
    { name: 'inventory.commitStock', state: 'waiting', count: 1 },
    { name: 'inventory.releaseStock', state: 'dropped', count: 1 },
    { name: 'inventory.releaseStock', state: 'waiting', count: 1 },
  ])
})

test('a letter says field by field how it breaks the contract, and an edit that breaks it is refused in the same words', async () => {
  const { failed, first, see, edit } = openDesk(database)
  await failed({ payload: bad })
  const letter = await first()
  expect(letter.issues).toEqual([{ path: 'orderId', message: 'is missing; give a text' }])
  await expect(edit(letter, { ...payload, orderId: 'x' })).rejects.toMatchObject({
    code: 'invalid_input',
    issues: [{ path: 'orderId', message: 'must be a valid UUID' }],
  })
  expect(await see(letter.id)).toMatchObject({ revision: 1, edited: false })
})

test('an edit keeps what came, and says who made it and when', async () => {
  const { clock, failed, first, edit } = openDesk(database)
  await failed({ payload: bad })
  const mended = await edit(await first(), payload)
  expect(mended).toMatchObject({ payload: bad, outgoing: payload, edited: true, issues: [], orderId: payload.orderId })
  const at = new Date(clock.now()).toISOString()
  expect(mended.history.at(-1)).toEqual({ kind: 'edited', at, by: 'staff:ada', revision: 1, payload })
})

test('a replay sends the mended payload under the id of the message, once, whoever presses and however often', async () => {
  const { failed, first, edit, replay, carry, engine, sent } = openDesk(database)
  const id = await failed({ payload: bad })
  const mended = await edit(await first(), payload)
  const all = await Promise.all([replay(mended), replay(mended), replay(mended, 'ben'), replay(mended, 'cleo')])
  expect(all.map(({ state }) => state)).toEqual(['replaying', 'replaying', 'replaying', 'replaying'])
  await Promise.all([carry(), carry()])
  expect(sent()).toEqual([id])
  expect(engine.queues.get(queue)?.get(id)).toMatchObject({ from: 'inventory', payload, replay: 1 })
  expect(all[0].history.filter(({ kind }) => kind === 'replayed')).toHaveLength(1)
})

test('a replay that Redis lost is sent again, until it has taken effect', async () => {
  const { clock, failed, first, see, replay, carry, settle, engine, sent } = openDesk(database)
  const id = await failed({ payload })
  const letter = await replay(await first())
  await carry()
  engine.wipe()
  await clock.advance(acknowledgeWithinMs)
  await carry()
  expect(sent()).toEqual([id, id])
  await settle(id, 1)
  expect(await see(letter.id)).toMatchObject({ state: 'replayed' })
  expect((await see(letter.id)).history.at(-1)).toMatchObject({ kind: 'applied' })
  await clock.advance(acknowledgeWithinMs)
  await carry()
  expect(sent()).toHaveLength(2)
})

test('a replay waits while Redis is away, and is sent when it is back', async () => {
  const { clock, failed, first, replay, carry, engine, sent } = openDesk(database)
  const id = await failed({ payload })
  await replay(await first())
  engine.away = true
  await expect(carry()).rejects.toThrow('away')
  engine.away = false
  await clock.advance(acknowledgeWithinMs)
  await carry()
  expect(sent()).toEqual([id])
})

test('a replay that failed waits again with all reasons; that the one before took effect late does not close it', async () => {
  const { failed, first, see, replay, settle } = openDesk(database)
  const id = await failed({ payload })
  await replay(await first())
  await failed({ id, payload, replay: 1 })
  const again = await replay(await first(), 'ben')
  await settle(id, 1)
  expect(await see(again.id)).toMatchObject({ state: 'replaying' })
  expect(again.history.map(({ kind }) => kind)).toEqual(['failed', 'replayed', 'failed', 'replayed'])
})

test('what does not fit the contract, or what nothing here handles, is not replayed', async () => {
  const { failed, first, replay } = openDesk(database)
  await failed({ payload: bad })
  await expect(replay(await first())).rejects.toMatchObject({ code: 'invalid_input', issues: [{ path: 'orderId' }] })
  await emptyTables(database.pool)
  await failed({ name: 'inventory.moveStock', payload })
  const issues = [{ path: '', message: 'nothing here handles inventory.moveStock' }]
  await expect(replay(await first())).rejects.toMatchObject({ code: 'invalid_input', issues })
})

test('a dropped letter keeps its reason, and no copy of it can take effect after that', async () => {
  const { failed, first, see, drop, replay } = openDesk(database)
  const id = await failed({ payload })
  const letter = await first()
  const dropped = await drop(letter, 'the order was a test')
  expect(dropped).toMatchObject({ state: 'dropped' })
  expect(dropped.history.at(-1)).toMatchObject({ kind: 'dropped', by: 'staff:ada', reason: 'the order was a test' })
  const { rows } = await database.pool.query('SELECT consumer, message_id FROM inbox')
  expect(rows).toEqual([{ consumer: queue, message_id: id }])
  await expect(replay(dropped)).rejects.toMatchObject({ code: 'dead_letter_changed' })
  expect(await see(letter.id)).toMatchObject({ state: 'dropped', revision: 2 })
})

test('of two people who act on the same letter at once one is told that it has changed', async () => {
  const { failed, first, see, edit, drop, replay } = openDesk(database)
  await failed({ payload })
  const letter = await first()
  const all = await Promise.allSettled([
    edit(letter, { ...payload, stepId: 'a' }, 'ada'),
    edit(letter, { ...payload, stepId: 'b' }, 'ben'),
    drop(letter, 'not needed', 'cleo'),
    replay(letter, 'dora'),
  ])
  const lost = all.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  expect(lost).toEqual(['dead_letter_changed', 'dead_letter_changed', 'dead_letter_changed'])
  expect((await see(letter.id)).history).toHaveLength(2)
})

test('an edit or a drop that is sent twice is done once', async () => {
  const { failed, first, edit, drop } = openDesk(database)
  await failed({ payload })
  const letter = await first()
  const edits = await Promise.all([edit(letter, payload), edit(letter, payload)])
  expect(edits.map(({ revision }) => revision)).toEqual([2, 2])
  const [mended] = edits
  const drops = await Promise.all([drop(mended, 'not needed'), drop(mended, 'not needed')])
  expect(drops.map(({ history }) => history.length)).toEqual([3, 3])
})

test('a letter that is not there is not found', async () => {
  const { see } = openDesk(database)
  await expect(see(crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' })
})
