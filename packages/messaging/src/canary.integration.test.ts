import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { readCanaries, reviveDead, sendCanaries, takingCanaries } from './canary.ts'
import type { ConsumeOptions } from './engine.ts'
import { MemoryBroker } from './memory-engine.ts'
import { emptyTables, openTestDatabase, type TestDatabase } from './testing/database.ts'

const queue = 'orders.mailroom'
let database: TestDatabase
let clock: TestClock
let broker: MemoryBroker

beforeAll(async () => {
  database = await openTestDatabase('orders')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  clock = new TestClock()
  broker = new MemoryBroker({ clock })
  await emptyTables(database.pool)
})

const engine = () => broker.connect()
const cage = () => ({
  service: 'orders',
  queues: [queue],
  pool: database.pool,
  engine: engine(),
  clock,
  log: silentLog,
})
const consume = (receive: ConsumeOptions['receive'] = async () => undefined) =>
  engine().consume(queue, {
    ...{ concurrency: 1, abandoned: async () => undefined },
    receive: takingCanaries(queue, receive, { pool: database.pool, clock }),
  })
const canary = async () => (await readCanaries(database.pool)).get(queue)
const at = (ms: number) => new Date(ms).toISOString()

test('a canary that is taken is noted and reaches no handler', async () => {
  const receive = vi.fn(async () => undefined)
  const sent = clock.now()
  await sendCanaries(cage())
  expect(await canary()).toEqual({ sentAt: at(sent), takenAt: null })
  await clock.advance(30)
  consume(receive)
  await expect.poll(canary).toEqual({ sentAt: at(sent), takenAt: at(sent + 30) })
  expect(receive).not.toHaveBeenCalled()
})

test('while nobody takes them there is never more than one, and it is as old as the silence', async () => {
  const sent = clock.now()
  for (let n = 0; n < 5; n++) {
    await sendCanaries(cage())
    await clock.advance(4_000)
  }
  expect(await canary()).toEqual({ sentAt: at(sent), takenAt: null })
  expect(await engine().depth(queue)).toMatchObject({ waiting: 1 })
})

test('a consumer that hangs while letters wait is opened anew, and one that is only busy or idle is left', async () => {
  const reopen = vi.fn()
  const look = () => reviveDead(cage(), reopen)
  await sendCanaries(cage())
  await clock.advance(9_000)
  await look()
  expect(reopen).not.toHaveBeenCalled()
  await clock.advance(2_000)
  await look()
  expect(reopen).toHaveBeenCalledExactlyOnceWith(queue)

  reopen.mockClear()
  broker.wipe()
  const long = { id: 'long', name: 'n', from: 'orders', payload: {}, traceparent: null }
  const work = Promise.withResolvers<void>()
  await engine().send(queue, [long])
  consume(() => work.promise)
  await sendCanaries(cage())
  await look()
  expect(reopen).not.toHaveBeenCalled()
  work.resolve()
})
