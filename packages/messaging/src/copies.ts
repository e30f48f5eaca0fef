/**
 * COPIES, for a lab alone: puts messages that were delivered on their queues several times more, all at once and shuffled,
 * as no engine would on its own. Each copy is a job of its own; what travels in it is the same letter under the same id.
 *
 *     const copier = openCopier({ service: 'orders', pool, redisUrl, redisPrefix, clock, random, newId, log })
 *     await copier.copy(orderId, 4)
 */
import type { CopiedMessage } from '@switchyard/contracts/copies'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { Queue } from 'bullmq'
import type { Pool } from 'pg'
import { defaultJobOptions } from './bullmq-queue.ts'
import { EngineAway, type Letter } from './engine.ts'
import { openRedis } from './redis.ts'

interface CopierOptions {
  /** Whose outbox is read. */
  service: string
  pool: Pool
  redisUrl: string
  redisPrefix: string
  clock: Clock
  random: () => number
  newId: () => string
  log: Log
}

/** Sends copies of one service's messages. */
export interface Copier {
  /** Sends `copies` of each acknowledged message about the aggregate, and resolves when all are taken, or after 8 s. @throws {EngineAway} */
  copy(aggregateId: string, copies: number): Promise<CopiedMessage[]>
  close(): void
}

const messagesMax = 40
const lookEveryMs = 100
const waitMsMax = 8_000
/** Copies stay for a moment once they are done, so that it can be seen. */
const kept = { age: 60, count: 200 }

type Sent = Letter & { queue: string }
interface Copy {
  of: Sent
  jobId: string
  afterMs: number | null
}

/** Opens a connection of its own; what stays on it stays out of the service's way. */
export function openCopier(options: CopierOptions): Copier {
  const { pool, redisUrl, redisPrefix, clock, random, newId, log } = options
  const redis = openRedis({ url: redisUrl, profile: 'request', log })
  const queues = new Map<string, Queue>()
  const queueNamed = (name: string): Queue => {
    const known = queues.get(name)
    if (known) return known
    const queue = new Queue(name, { connection: redis, prefix: `${redisPrefix}:queue`, skipVersionCheck: true })
    queue.on('error', (error) => log.debug({ queue: name, err: error }, 'queue error'))
    queues.set(name, queue)
    return queue
  }
  const send = async (copies: readonly Copy[]) => {
    if (redis.status !== 'ready') throw new EngineAway(`Redis is away (${redis.status})`)
    const all = [...Map.groupBy(copies, ({ of }) => of.queue)]
    const sent = all.map(([queue, group]) => queueNamed(queue).addBulk(group.map(jobOf)))
    await Promise.all(sent).catch((cause: unknown) => {
      throw new EngineAway('Redis did not take the copies', { cause })
    })
  }
  /** Notes a copy that is done, and takes its job away. */
  const look = async (copy: Copy) => {
    const job = await queueNamed(copy.of.queue).getJob(copy.jobId)
    if (!job?.finishedOn) return
    copy.afterMs = job.finishedOn - job.timestamp
    await job.remove()
  }
  return {
    copy: async (aggregateId, times) => {
      const { rows } = await pool.query<Sent>(deliveredSql, [aggregateId, messagesMax, options.service])
      const copies = rows.flatMap((of) =>
        Array.from({ length: times }, (): Copy => ({ of, jobId: `${of.id}-again-${newId()}`, afterMs: null })),
      )
      await send(shuffled(copies, random))
      const untilMs = clock.now() + waitMsMax
      const open = () => copies.filter(({ afterMs }) => afterMs === null)
      while (open().length > 0 && clock.now() < untilMs) {
        await clock.sleep(lookEveryMs)
        // A look that Redis did not answer in time is made again in the next turn.
        await Promise.allSettled(open().map(look))
      }
      return rows.map((of) => ({
        ...{ id: of.id, name: of.name, from: of.from, queue: of.queue },
        copies: copies.filter((copy) => copy.of === of).map(({ afterMs }) => ({ afterMs })),
      }))
    },
    close: () => redis.disconnect(),
  }
}

const jobOf = ({ jobId, of: { queue: _, ...letter } }: Copy) => ({
  name: letter.name,
  data: letter,
  opts: { ...defaultJobOptions, jobId, removeOnComplete: kept, removeOnFail: kept },
})

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const all = [...items]
  for (let last = all.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1))
    ;[all[last], all[at]] = [all[at] as Item, all[last] as Item]
  }
  return all
}

const deliveredSql = `
  SELECT message.id, message.name, $3::text AS "from", message.payload, message.traceparent, deliveries.queue
    FROM outbox AS message JOIN deliveries ON deliveries.message_id = message.id
   WHERE message.aggregate_id = $1 AND deliveries.acknowledged_at IS NOT NULL
   ORDER BY message.created_at, message.id, deliveries.queue LIMIT $2`
