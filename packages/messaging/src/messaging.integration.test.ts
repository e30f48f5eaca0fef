import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Handler } from './inbox.ts'
import { openTestDatabase, type TestDatabase } from './testing/database.ts'
import { openRedisLine, type RedisLine } from './testing/redis.ts'
import { type ShopOptions, startShop } from './testing/shop.ts'

type Step = { orderId: string; stepId: string }
let orders: TestDatabase
let inventory: TestDatabase
let line: RedisLine

beforeAll(async () => {
  const opened = await Promise.all([openTestDatabase('orders'), openTestDatabase('inventory'), openRedisLine()])
  ;[orders, inventory, line] = opened
})
afterAll(() => Promise.all([orders, inventory, line].map((resource) => resource[Symbol.asyncDispose]())))

const shop = (options: Pick<ShopOptions, 'release' | 'options'> = {}) =>
  startShop({ orders, inventory, redisUrl: line.url, ...options })
const soon = { timeout: 20_000, interval: 50 }
const deadLetters = async () => (await inventory.pool.query('SELECT * FROM dead_letters ORDER BY failed_at')).rows
const openDeliveries = async ({ pool }: TestDatabase) =>
  (await pool.query('SELECT count(*)::int AS open FROM deliveries WHERE acknowledged_at IS NULL')).rows[0].open

test('a command is carried out, answered by an event, and both are acknowledged to their senders', async () => {
  await using system = await shop()
  const { orderId } = await system.command()
  await expect.poll(system.heard, soon).toEqual([orderId])
  expect(await system.released()).toEqual([orderId])
  await expect.poll(() => openDeliveries(orders), soon).toBe(0)
  await expect.poll(() => openDeliveries(inventory), soon).toBe(0)
  const [command] = await system.orders.trail(orderId)
  const [event] = await system.inventory.trail(orderId)
  const done = { sends: 1, job: 'gone', sentAt: expect.any(String), acknowledgedAt: expect.any(String) }
  expect(command).toMatchObject({
    kind: 'command',
    name: 'inventory.releaseStock',
    from: 'orders',
    deliveries: [{ to: 'inventory.releaseStock', ...done }],
  })
  expect(event).toMatchObject({ kind: 'event', from: 'inventory', deliveries: [{ to: 'orders.fulfilment', ...done }] })
})

test('nothing is lost and nothing happens twice when Redis loses everything twice under load', async () => {
  await using system = await shop()
  const sent: string[] = []
  for (let n = 0; n < 100; n++) {
    sent.push((await system.command()).orderId)
    if (n === 25 || n === 75) await system.wipe()
  }
  await expect.poll(async () => (await system.heard()).length, soon).toBe(100)
  expect(await system.heard()).toEqual(sent.toSorted())
  expect(await system.released()).toEqual(sent.toSorted())
})

test('workers come back by themselves after an outage longer than their longest wait, and take what was sent meanwhile', async () => {
  await using system = await shop()
  const before = await system.command()
  await expect.poll(system.heard, soon).toEqual([before.orderId])
  await line.cut()
  const during = [await system.command(), await system.command()]
  // Longer than BullMQ's blocking read of 5 s and its watchdog of one more; taskforcesh/bullmq#4585 died of it.
  await new Promise((resolve) => setTimeout(resolve, 8_000))
  expect(await system.heard()).toHaveLength(1)
  await line.mend()
  const after = await system.command()
  const all = [before, ...during, after].map(({ orderId }) => orderId)
  await expect.poll(system.heard, { timeout: 10_000, interval: 50 }).toEqual(all.toSorted())
})

test('a message that fails is tried again, and its effect happens once', async () => {
  const tries: number[] = []
  const release: Handler<Step> = async ({ attempt }) => {
    tries.push(attempt)
    if (attempt < 3) throw new Error('not yet')
  }
  await using system = await shop({ release })
  await system.command()
  await expect.poll(() => tries, soon).toEqual([1, 2, 3])
  await expect.poll(() => openDeliveries(orders), soon).toBe(0)
})

test('a message that fails its last attempt is kept with reason and history, acknowledged, and holds up nobody', async () => {
  const applied: string[] = []
  let poison = ''
  const release: Handler<Step> = async ({ payload, attempt }) => {
    if (payload.orderId === poison) throw new RangeError(`no room on try ${attempt}`)
    applied.push(payload.orderId)
  }
  await using system = await shop({ release, options: { attempts: 2 } })
  poison = (await system.command()).orderId
  const healthy = await system.command()
  await expect.poll(deadLetters, soon).toMatchObject([
    {
      queue: 'inventory.releaseStock',
      sender: 'orders',
      name: 'inventory.releaseStock',
      payload: { orderId: poison },
      reason: 'RangeError: no room on try 2',
      attempts: 2,
      history: [
        { attempt: 1, reason: 'RangeError: no room on try 1' },
        { attempt: 2, reason: 'RangeError: no room on try 2' },
      ],
    },
  ])
  expect(applied).toEqual([healthy.orderId])
  await expect.poll(() => openDeliveries(orders), soon).toBe(0)
})

test('a payload that the contract does not know is a dead letter at once and reaches no handler', async () => {
  let called = false
  const release = async () => {
    called = true
  }
  await using system = await shop({ release })
  await orders.pool.query(
    `INSERT INTO outbox (id, kind, name, aggregate_id, payload)
     VALUES (gen_random_uuid(), 'command', 'inventory.releaseStock', 'x', '{"orderId": 7}')`,
  )
  system.orders.wake()
  await expect.poll(deadLetters, soon).toMatchObject([{ attempts: 1, reason: expect.stringContaining('orderId') }])
  expect(called).toBe(false)
  await expect.poll(() => openDeliveries(orders), soon).toBe(0)
})

test('a mended letter takes effect once, is answered and heard as if it had never failed, though Redis loses the replay', async () => {
  await using system = await shop()
  const orderId = crypto.randomUUID()
  await orders.pool.query(
    `INSERT INTO outbox (id, kind, name, aggregate_id, payload)
     VALUES (gen_random_uuid(), 'command', 'inventory.releaseStock', $1, $2)`,
    [orderId, { order: orderId, stepId: 'release' }],
  )
  system.orders.wake()
  const { deadLetters: desk } = system.inventory
  const waiting = async () => (await desk.deadLetters({ input: { state: 'waiting', limit: 10 } })).items
  await expect.poll(waiting, soon).toMatchObject([{ reason: expect.stringContaining('orderId') }])
  const [{ id = '', revision = 0 } = {}] = await waiting()
  const ctx = { envelope: { principal: { kind: 'staff', id: 'ada' } } }
  const payload = { orderId, stepId: 'release' }
  const mended = await desk.editDeadLetter({ input: { id, revision, payload }, ctx })
  await line.cut()
  for (let press = 0; press < 3; press++) await desk.replayDeadLetter({ input: mended, ctx })
  await line.mend()
  await system.wipe()
  await expect.poll(system.heard, soon).toEqual([orderId])
  expect(await system.released()).toEqual([orderId])
  await expect.poll(() => desk.deadLetter({ input: { id } }), soon).toMatchObject({ state: 'replayed' })
})

test('a replay whose cause is still there fails again, and waits with the reasons of all tries', async () => {
  let broken = true
  const applied: string[] = []
  const release: Handler<Step> = async ({ payload, attempt }) => {
    if (broken) throw new RangeError(`no room on try ${attempt}`)
    applied.push(payload.orderId)
  }
  await using system = await shop({ release, options: { attempts: 1 } })
  const { orderId } = await system.command()
  const { deadLetters: desk } = system.inventory
  const ctx = { envelope: { principal: { kind: 'staff', id: 'ada' } } }
  const theOne = async (state: 'waiting' | 'replayed') => (await desk.deadLetters({ input: { state, limit: 1 } })).items
  await expect.poll(() => theOne('waiting'), soon).toHaveLength(1)
  const [first = { id: '', revision: 0 }] = await theOne('waiting')
  await desk.replayDeadLetter({ input: { id: first.id, revision: first.revision }, ctx })
  await expect.poll(() => theOne('waiting'), soon).toMatchObject([{ attempts: 2, revision: 3 }])
  broken = false
  await desk.replayDeadLetter({ input: { id: first.id, revision: 3 }, ctx })
  await expect.poll(() => theOne('replayed'), soon).toHaveLength(1)
  expect(applied).toEqual([orderId])
})

test('what a dying process had in hand is done by another', async () => {
  const inHand: AbortSignal[] = []
  const release: Handler<Step> = ({ signal }) => {
    inHand.push(signal)
    return new Promise(() => undefined)
  }
  await using system = await shop({ release })
  const { orderId } = await system.command()
  await expect.poll(() => inHand.length, soon).toBe(1)
  await system.inventory.close({ limitMs: 0 })
  await using _heir = await system.startInventory()
  await expect.poll(system.released, soon).toEqual([orderId])
})

test('closing ends in time with Redis away and a handler that hangs, and tells the handler', async () => {
  const seen = Promise.withResolvers<AbortSignal>()
  const release: Handler<Step> = ({ signal }) => {
    seen.resolve(signal)
    return new Promise(() => undefined)
  }
  await using system = await shop({ release })
  await system.command()
  const signal = await seen.promise
  await line.cut()
  const started = performance.now()
  await system.inventory.close({ limitMs: 1_000 })
  expect(performance.now() - started).toBeLessThan(9_000)
  expect(signal.aborted).toBe(true)
  await line.mend()
})
