import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Pulse } from './pulse.ts'
import { every } from './schedule.ts'
import { emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'

let database: TestDatabase
let clock: TestClock
const started: Pulse[] = []

beforeAll(async () => {
  database = await openTestDatabase('orders')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  clock = new TestClock()
  await emptyTables(database.pool)
  return async () => {
    await Promise.all(started.splice(0).map((pulse) => pulse.stop()))
  }
})

function start(job: (signal: AbortSignal) => Promise<void>, pool = database.pool, log = silentLog): Pulse {
  const newId = () => crypto.randomUUID()
  const pulse = every({ name: 'sweep', everyMs: 1_000, job, pool, clock, log, newId })
  started.push(pulse)
  pulse.start()
  return pulse
}
/** Moves time on in small steps and lets the database answer after each. */
async function pass(ms: number): Promise<void> {
  for (let moved = 0; moved < ms; moved += 250) {
    await clock.advance(250)
    await database.pool.query('SELECT pg_sleep(0.01)')
  }
}

test('two instances run the job once a period, not twice', async () => {
  const job = vi.fn(async () => undefined)
  start(job)
  start(job, database.otherPool)
  await pass(10_000)
  expect(job.mock.calls.length).toBeGreaterThanOrEqual(8)
  expect(job.mock.calls.length).toBeLessThanOrEqual(11)
})

test('nobody else starts while one still works, even long after the next run was due', async () => {
  const ends: (() => void)[] = []
  const job = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)))
  start(job)
  start(job, database.otherPool)
  await pass(30_000)
  expect(job).toHaveBeenCalledOnce()
  for (const end of ends) end()
})

test('another instance takes over when the owner died with the lease in its hands', async () => {
  const dead = new Date(clock.now() + 6_000)
  await database.pool.query(`INSERT INTO schedules VALUES ('sweep', gen_random_uuid(), $1, $2)`, [
    new Date(clock.now()),
    dead,
  ])
  const job = vi.fn(async () => undefined)
  start(job)
  await pass(5_000)
  expect(job).not.toHaveBeenCalled()
  await pass(3_000)
  expect(job).toHaveBeenCalled()
})

test('a job whose lease was lost is told to stop', async () => {
  let told: AbortSignal | undefined
  start((signal) => {
    told = signal
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
  })
  await expect.poll(() => told).toBeDefined()
  await database.pool.query('UPDATE schedules SET owner = gen_random_uuid()')
  await pass(3_000)
  expect(told?.aborted).toBe(true)
})

test('a job that fails runs again, and works again only then', async () => {
  const told: string[] = []
  const info = () => void told.push('works again')
  const job = async () => {
    told.push('run')
    if (told.length === 1) throw new Error('once')
  }
  start(job, database.pool, { ...silentLog, info })
  await pass(4_000)
  expect(told.slice(0, 3)).toEqual(['run', 'run', 'works again'])
})
