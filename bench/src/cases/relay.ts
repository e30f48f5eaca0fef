import { inventory } from '@switchyard/contracts/inventory'
import { openDatabase } from '@switchyard/db/connect'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { createBullmqEngine } from '@switchyard/messaging/bullmq-engine'
import type { Letter } from '@switchyard/messaging/engine'
import { Pressure } from '@switchyard/messaging/pressure'
import { openRedis } from '@switchyard/messaging/redis'
import { Relay } from '@switchyard/messaging/relay'
import { routesFrom } from '@switchyard/messaging/routes'
import { silentLog as log } from '@switchyard/runtime/log'
import { Queue } from 'bullmq'
import { v7 as newId } from 'uuid'
import type { Case } from '../case.ts'
import { figureOf, of, timesOf } from '../figure.ts'
import { forgetKeys } from '../forget-keys.ts'
import { interleave } from '../interleave.ts'
import { perSecond } from '../measure.ts'

const messages = 10_000
/** The relay's own. */
const batch = 200
const { name } = inventory.commands.releaseStock

/** From the outbox to the queue: claim, publish and mark, against BullMQ's `addBulk` of the same letters alone. */
export const relay: Case = {
  name: 'relay',
  async run({ rounds, share, clock, databaseUrl, redisUrl: redisUrlOf }) {
    await using scratch = await createScratchDatabase({ owner: 'orders', adminUrl: await databaseUrl() })
    const { pool, close } = openDatabase({ url: scratch.url, max: 4, statementTimeoutMs: 30_000, connectMs: 10_000 })
    const redisUrl = await redisUrlOf()
    const redis = openRedis({ url: redisUrl, profile: 'worker', log })
    // An engine does not wait for its connection.
    await redis.ping()
    const count = Math.ceil(messages * share)
    const { relayed, added } = await interleave(
      {
        relayed: async () => {
          const redisPrefix = `bench-${newId()}`
          await pool.query('TRUNCATE outbox, deliveries')
          await pool.query(commitSql, [name, count])
          const engine = createBullmqEngine({ redis, redisUrl, redisPrefix, clock, log })
          const pressure = new Pressure({ engine, clock, log, backlogMax: Number.POSITIVE_INFINITY })
          const routes = routesFrom('orders')
          const carrier = new Relay({ service: 'orders', pool, engine, routes, pressure, clock, log })
          const startedMs = performance.now()
          while ((await carrier.relay(new AbortController().signal)) === 'more');
          await carrier.stop()
          const sample = { perSecond: perSecond(count, startedMs) }
          const { waiting } = await engine.depth(name)
          if (waiting !== count) throw new Error(`${waiting} of ${count} messages are on the queue`)
          await forgetKeys(redis, redisPrefix)
          return sample
        },
        added: async () => {
          const prefix = `bench-${newId()}`
          const queue = new Queue(name, { connection: redis, prefix, skipVersionCheck: true })
          const startedMs = performance.now()
          for (let sent = 0; sent < count; sent += batch) {
            const letters = Array.from({ length: Math.min(batch, count - sent) }, letter)
            await queue.addBulk(
              letters.map((data) => ({ name, data, opts: { jobId: data.id, removeOnComplete: true } })),
            )
          }
          const sample = { perSecond: perSecond(count, startedMs) }
          await forgetKeys(redis, prefix)
          return sample
        },
      },
      rounds,
    )
    redis.disconnect()
    await close()
    return [
      figureOf('messages that the relay brings to their queue', of(relayed, 'perSecond'), undefined, '/s'),
      figureOf('jobs that addBulk brings to a queue', of(added, 'perSecond'), undefined, '/s'),
      figureOf('the relay over addBulk', timesOf(relayed, added, 'perSecond'), 0.6, '×'),
    ]
  },
}

function letter(): Letter {
  return { id: newId(), name, from: 'orders', payload: { orderId: newId(), stepId: 'release' }, traceparent: null }
}

const commitSql = `
  INSERT INTO outbox (id, kind, name, aggregate_id, payload)
  SELECT gen_random_uuid(), 'command', $1, order_id, jsonb_build_object('orderId', order_id, 'stepId', 'release')
    FROM (SELECT gen_random_uuid()::text AS order_id FROM generate_series(1, $2::int)) AS made`
