import { randomUUID } from 'node:crypto'
import { orders } from '@switchyard/contracts/orders'
import { createScratchDatabase, type ScratchDatabase } from '@switchyard/db/scratch-database'
import { TestClock } from '@switchyard/runtime/clock'
import pg from 'pg'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createNoteStore } from './lab-note-store.ts'
import { openNotebook } from './lab-notebook.ts'
import { HandMessaging } from './testing/hand-messaging.ts'
import { callOf } from './testing/world.ts'

let scratch: ScratchDatabase
let pool: pg.Pool
beforeAll(async () => {
  scratch = await createScratchDatabase({ owner: 'orders', adminUrl: process.env.TEST_DATABASE_URL })
  pool = new pg.Pool({ connectionString: scratch.url })
})
afterAll(async () => {
  await pool.end()
  await scratch[Symbol.asyncDispose]()
})

/** A queue that takes what it is given while `isThere`, and forgets nothing. */
function openWith({ isThere = true } = {}) {
  const published: string[] = []
  const messaging = new HandMessaging()
  const clock = new TestClock(Date.UTC(2026, 10, 28))
  const notebook = openNotebook({
    ...{ store: createNoteStore({ pool }), messaging, clock, newId },
    dualWrite: {
      publish: async (id) => {
        if (!isThere) throw new Error('away')
        published.push(id)
      },
      states: async (ids) => ids.map((id) => (published.includes(id) ? 'waiting' : 'gone')),
    },
    die: () => {
      throw new Error('died')
    },
  })
  const run = randomUUID()
  const ctx = callOf()
  return {
    messaging,
    clock,
    write: (input: { notes: number; dieAt?: number }) => notebook.writeNotes({ input: { run, ...input }, ctx }),
    notes: async () => (await notebook.notes({ input: { run }, ctx })).notes,
    inOutbox: async () => {
      const ofRun = 'SELECT id FROM lab_notes WHERE run = $1'
      const { rows } = await pool.query(`SELECT id FROM outbox WHERE id IN (${ofRun}) AND relayed_at IS NULL`, [run])
      return rows.map(({ id }) => id)
    },
  }
}

it('a process that dies after a commit leaves a row that will be sent, and beside it a note that nobody knows of', async () => {
  const { write, notes, inOutbox } = openWith()
  await expect(write({ notes: 3, dieAt: 2 })).rejects.toThrow('died')
  const [first, second, ...duals] = await notes()
  expect(await inOutbox()).toEqual([first?.id, second?.id])
  expect(duals).toMatchObject([
    { way: 'dual-write', position: 1, job: 'waiting' },
    { way: 'dual-write', position: 2, job: 'gone' },
  ])
})

it('while the queue is away every note is committed, and only those with a row can still be told', async () => {
  const { write, notes, inOutbox } = openWith({ isThere: false })
  expect(await write({ notes: 3 })).toEqual({ untold: 3 })
  expect(await inOutbox()).toHaveLength(3)
  expect((await notes()).map(({ way, job }) => `${way} ${job}`)).toEqual([
    ...Array.from({ length: 3 }, () => 'outbox gone'),
    ...Array.from({ length: 3 }, () => 'dual-write gone'),
  ])
})

it('a note that is delivered twice is taken once, at its first time', async () => {
  const { write, notes, messaging, clock } = openWith()
  await write({ notes: 1 })
  const [{ id } = { id: '' }] = await notes()
  for (let times = 0; times < 2; times++) {
    const delivered = messaging.deliver({ id, name: orders.commands.takeNote.name, payload: { noteId: id } })
    await clock.advance(1_000)
    await delivered
  }
  expect((await notes())[0]).toMatchObject({ id, takenAt: '2026-11-28T00:00:00.200Z' })
})

it('notes are forgotten after a day', async () => {
  const { write, notes, messaging, clock } = openWith()
  await write({ notes: 1 })
  await clock.advance(24 * 3_600_000 + 1)
  await messaging.jobs.get('prune-lab-notes')?.()
  expect(await notes()).toEqual([])
})
