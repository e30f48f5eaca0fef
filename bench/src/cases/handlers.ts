import { inBatches } from '@switchyard/contracts/batches'
import { inventory } from '@switchyard/contracts/inventory'
import { type InventoryDatabase, openInventoryDatabase } from '@switchyard/db/inventory'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { seedInventory } from '@switchyard/db/seed/inventory'
import { createInventory } from '@switchyard/inventory/create-inventory'
import { createBullmqEngine } from '@switchyard/messaging/bullmq-engine'
import type { Letter } from '@switchyard/messaging/engine'
import { createMessaging } from '@switchyard/messaging/messaging'
import { openRedis } from '@switchyard/messaging/redis'
import { silentLog as log } from '@switchyard/runtime/log'
import { type Job, Worker } from 'bullmq'
import { v7 as newId } from 'uuid'
import type { Bench, Case } from '../case.ts'
import { figureOf, of, timesOf } from '../figure.ts'
import { forgetKeys } from '../forget-keys.ts'
import { interleave, type Sample } from '../interleave.ts'
import { perSecond } from '../measure.ts'
import { reserveByPrisma } from '../reserve-by-prisma.ts'

/** In a round; each way gets about as much time. */
const jobs = { ours: 8_000, nothing: 16_000, prisma: 400 }
/** As many at once as inventory carries out. */
const concurrency = 200
/** As many as a relay sends together. */
const batch = 200
const { name } = inventory.commands.reserveStock

/** Jobs that reserve stock, all on the queue beforehand: by inventory as it is, by a worker that does nothing, by one transaction of Prisma each. */
export const handlers: Case = {
  name: 'handlers',
  async run(bench) {
    const { rounds, share } = bench
    await using ground = await openStockRoom(bench)
    const { ours, nothing, prisma } = await interleave(
      {
        ours: () => ground.byInventory(Math.ceil(jobs.ours * share)),
        nothing: () => ground.byWorker(Math.ceil(jobs.nothing * share), async () => {}),
        prisma: () => ground.byWorker(Math.ceil(jobs.prisma * share), (job) => reserveByPrisma(ground.database, job)),
      },
      rounds,
    )
    const ratio = (what: string, less: Sample[], goal: number) =>
      figureOf(what, timesOf(ours, less, 'perSecond'), goal, '×')
    return [
      figureOf('jobs that inventory carries out', of(ours, 'perSecond'), undefined, '/s'),
      figureOf('jobs of a worker that does nothing', of(nothing, 'perSecond'), undefined, '/s'),
      figureOf('jobs with one transaction of Prisma each', of(prisma, 'perSecond'), undefined, '/s'),
      ratio('inventory over a worker that does nothing', nothing, 0.5),
      ratio('inventory over one transaction of Prisma a job', prisma, 8),
    ]
  },
}

async function openStockRoom({ clock, databaseUrl, redisUrl: redisUrlOf }: Bench) {
  await using opening = new AsyncDisposableStack()
  const scratch = opening.use(await createScratchDatabase({ owner: 'inventory', adminUrl: await databaseUrl() }))
  const database: InventoryDatabase = openInventoryDatabase({
    url: scratch.url,
    max: 16,
    statementTimeoutMs: 10_000,
    connectMs: 10_000,
  })
  opening.defer(() => database.close())
  const { pool } = database
  await seedInventory({ pool })
  await pool.query('UPDATE stock SET edition = edition + 1000000, on_hand = on_hand + 1000000')
  const skus = (await pool.query<{ sku: string }>('SELECT sku FROM stock ORDER BY sku')).rows.map(({ sku }) => sku)
  const redisUrl = await redisUrlOf()
  const redis = openRedis({ url: redisUrl, profile: 'worker', log })
  opening.defer(() => redis.disconnect())
  // An engine does not wait for its connection.
  await redis.ping()

  /** Puts the jobs on their queue, under a prefix that nobody else has. */
  const load = async (count: number, { together }: { together: readonly string[] }) => {
    const redisPrefix = `bench-${newId()}`
    const engine = createBullmqEngine({ redis, redisUrl, redisPrefix, inBatches: together, clock, log })
    for (let sent = 0; sent < count; sent += batch) {
      const letters = Array.from({ length: Math.min(batch, count - sent) }, (_, n) =>
        letter(skus[(sent + n) % skus.length]),
      )
      await engine.send(name, letters)
    }
    return redisPrefix
  }
  const opened = opening.move()
  return {
    database,
    /** The service as it is: inbox, move, ledger, answer; and the answers go out meanwhile. */
    async byInventory(count: number) {
      await pool.query('TRUNCATE inbox, outbox, deliveries')
      const redisPrefix = await load(count, { together: inBatches })
      const common = { redisUrl, redisPrefix, isOutage: () => false, clock, log, newId }
      const messaging = createMessaging({ ...common, service: 'inventory', pool })
      createInventory({ database, messaging, holdMs: 900_000, clock, newId })
      const before = await reservedIn(database)
      const startedMs = performance.now()
      await messaging.start()
      while ((await reservedIn(database)) < before + count) await clock.sleep(10)
      const sample = { perSecond: perSecond(count, startedMs) }
      await messaging.close({ limitMs: 2_000 })
      await forgetKeys(redis, redisPrefix)
      return sample
    },
    async byWorker(count: number, work: (job: Job<Letter>) => Promise<void>) {
      const redisPrefix = await load(count, { together: [] })
      const done = Promise.withResolvers<void>()
      let left = count
      const startedMs = performance.now()
      const worker = new Worker<Letter>(name, work, { connection: redis, prefix: `${redisPrefix}:queue`, concurrency })
      worker.on('completed', () => {
        left -= 1
        if (left === 0) done.resolve()
      })
      worker.on('failed', (_, error) => done.reject(error))
      await done.promise
      const sample = { perSecond: perSecond(count, startedMs) }
      await worker.close()
      await forgetKeys(redis, redisPrefix)
      return sample
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

/** Every job reserves one print. The piles are few, so that asking costs what is measured next to nothing. */
const reservedIn = async ({ pool }: InventoryDatabase) =>
  (await pool.query<{ count: number }>('SELECT sum(reserved)::int AS count FROM stock')).rows[0]?.count ?? 0

function letter(sku = ''): Letter {
  const payload = { orderId: newId(), stepId: 'reserve', lines: [{ sku, quantity: 1 }] }
  return { id: newId(), name, from: 'orders', payload, traceparent: null }
}
