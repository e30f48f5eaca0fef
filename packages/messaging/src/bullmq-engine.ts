/**
 * The engine on BullMQ. A letter's id is its job's id, so that it is held once, unless it shares a batch with others, see
 * batches.ts; finished jobs are removed at once, because BullMQ silently ignores a job whose id still sits among the finished
 * ones.
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { Batches } from './batches.ts'
import { openQueue } from './bullmq-queue.ts'
import { defaultLockMs, openWorkers } from './bullmq-workers.ts'
import { type Engine, EngineAway, type JobState, type QueueDepth } from './engine.ts'
import { jobOf } from './letter-jobs.ts'

const callMsMax = 2_000
export interface BullmqOptions {
  /** A connection that fails at once when Redis is away; stays the caller's to close. */
  redis: Redis
  redisUrl: string
  redisPrefix: string
  /** A job whose worker died is taken by another after this long. */
  lockMs?: number
  /** Queues on which letters that are sent together may share a job. */
  inBatches?: readonly string[]
  /** As many as share one at most; default 100. */
  lettersMax?: number
  clock: Clock
  log: Log
}

/** Opens BullMQ's queues under `redisPrefix`, each at its first use. */
export function createBullmqEngine(options: BullmqOptions): Engine {
  const { redis, redisUrl, redisPrefix, lockMs = defaultLockMs, inBatches = [], lettersMax = 100, clock, log } = options
  const prefix = `${redisPrefix}:queue`
  const queues = new Map<string, Queue>()

  const queueNamed = (name: string): Queue => {
    const known = queues.get(name)
    if (known) return known
    const queue = openQueue(name, { connection: redis, prefix, log })
    queues.set(name, queue)
    return queue
  }
  const mayShare = (name: string) => inBatches.includes(name)
  const batchesOn = (name: string) => new Batches({ redis, queue: queueNamed(name) })
  const workers = openWorkers({ redisUrl, prefix, lockMs, mayShare, clock, log })
  const ask = async <T>(name: string, call: (queue: Queue) => Promise<T>): Promise<T> => {
    if (redis.status !== 'ready') throw new EngineAway(`Redis is away (${redis.status})`)
    return await within(callMsMax, clock, call(queueNamed(name)))
  }

  return {
    send: async (name, letters) => {
      const jobs = async () =>
        mayShare(name) ? await batchesOn(name).jobsFor(letters, lettersMax) : letters.map(jobOf)
      await ask(name, async (queue) => queue.addBulk(await jobs()))
    },
    states: (name, ids) => ask(name, (queue) => statesOf(queue, ids, mayShare(name) ? batchesOn(name) : undefined)),
    depth: (name) => ask(name, (queue) => (mayShare(name) ? batchesOn(name).depth() : depthOf(queue))),
    consume: workers.consume,
    disconnect: workers.disconnect,
  }
}

/** A letter that is no job of its own may be in a batch, or may just have left it: from there it only becomes a job of its own. */
async function statesOf(queue: Queue, ids: readonly string[], batches: Batches | undefined): Promise<JobState[]> {
  const stateOf = async (id: string) => stateNamed(await queue.getJobState(id))
  const states = await Promise.all(ids.map(stateOf))
  if (!batches) return states
  const batchOf = await batches.of(ids.filter((_, index) => states[index] === 'gone'))
  const found = await Promise.all([...new Set(batchOf.values())].map(async (id) => [id, await stateOf(id)] as const))
  const stateOfBatch = new Map(found)
  return await Promise.all(
    ids.map(async (id, index) => {
      if (states[index] !== 'gone') return states[index] ?? 'gone'
      const inBatch = stateOfBatch.get(batchOf.get(id) ?? '') ?? 'gone'
      return inBatch === 'gone' ? await stateOf(id) : inBatch
    }),
  )
}

function stateNamed(state: string): JobState {
  if (state === 'active' || state === 'delayed' || state === 'completed' || state === 'failed') return state
  return state === 'unknown' ? 'gone' : 'waiting'
}

async function depthOf(queue: Queue): Promise<QueueDepth> {
  const counts = await queue.getJobCounts('active', 'waiting', 'prioritized', 'delayed', 'failed')
  const { active = 0, waiting = 0, prioritized = 0, delayed = 0, failed = 0 } = counts
  return { active, waiting: waiting + prioritized, delayed, failed }
}

async function within<T>(ms: number, clock: Clock, call: Promise<T>): Promise<T> {
  const settled = new AbortController()
  const late = clock.sleep(ms, settled.signal).then((): never => {
    throw new EngineAway(`Redis did not answer within ${ms} ms`)
  })
  try {
    return await Promise.race([call, late])
  } catch (error) {
    if (error instanceof EngineAway) throw error
    throw new EngineAway(error instanceof Error ? error.message : 'Redis failed', { cause: error })
  } finally {
    late.catch(() => undefined)
    call.catch(() => undefined)
    settled.abort()
  }
}
