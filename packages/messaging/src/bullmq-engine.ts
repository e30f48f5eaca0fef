/**
 * The engine on BullMQ. A letter's id is its job's id, so a letter is never twice on a queue; finished jobs are removed
 * at once, because BullMQ silently ignores a job whose id still sits among the finished ones.
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { type JobsOptions, Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { defaultLockMs, openWorkers } from './bullmq-workers.ts'
import { type Engine, EngineAway, type JobState, type Letter } from './engine.ts'

const callMsMax = 2_000
/** Events that BullMQ keeps of each queue for listeners; there are none. */
const eventsKept = 100

/** How every letter is put on its queue. */
export const defaultJobOptions: JobsOptions = {
  // The consumer decides when a letter is dead; this only has to be more than any of them allows.
  attempts: 1_000,
  backoff: { type: 'custom' },
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 20,
}

export interface BullmqOptions {
  /** A connection that fails at once when Redis is away; stays the caller's to close. */
  redis: Redis
  redisUrl: string
  redisPrefix: string
  /** A job whose worker died is taken by another after this long. */
  lockMs?: number
  clock: Clock
  log: Log
}

/** Opens BullMQ's queues under `redisPrefix`, each at its first use. */
export function createBullmqEngine(options: BullmqOptions): Engine {
  const { redis, redisUrl, redisPrefix, lockMs = defaultLockMs, clock, log } = options
  const prefix = `${redisPrefix}:queue`
  const workers = openWorkers({ redisUrl, prefix, lockMs, clock, log })
  const queues = new Map<string, Queue>()

  const queueNamed = (name: string): Queue => {
    const known = queues.get(name)
    if (known) return known
    // Without its version check a queue on a live connection has nothing to wait for when it opens, and so can't fail.
    const options = { prefix, skipVersionCheck: true, streams: { events: { maxLen: eventsKept } } }
    const queue = new Queue(name, { connection: redis, defaultJobOptions, ...options })
    queue.on('error', (error) => log.debug({ queue: name, err: error }, 'queue error'))
    queues.set(name, queue)
    return queue
  }
  const ask = async <T>(name: string, call: (queue: Queue) => Promise<T>): Promise<T> => {
    if (redis.status !== 'ready') throw new EngineAway(`Redis is away (${redis.status})`)
    return await within(callMsMax, clock, call(queueNamed(name)))
  }

  return {
    send: async (name, letters) => {
      await ask(name, (queue) => queue.addBulk(letters.map(jobOf)))
    },
    states: (name, ids) =>
      ask(name, (queue) => Promise.all(ids.map(async (id) => stateOf(await queue.getJobState(id))))),
    depth: (name) =>
      ask(name, async (queue) => {
        const counts = await queue.getJobCounts('active', 'waiting', 'prioritized', 'delayed', 'failed')
        const { active = 0, waiting = 0, prioritized = 0, delayed = 0, failed = 0 } = counts
        return { active, waiting: waiting + prioritized, delayed, failed }
      }),
    consume: workers.consume,
    disconnect: workers.disconnect,
  }
}

/** Jobs without a number are taken before all that have one. */
const jobOf = (letter: Letter) => ({
  name: letter.name,
  data: letter,
  opts: { jobId: letter.id, ...(letter.priority === 'low' && { priority: 1 }) },
})

function stateOf(state: string): JobState {
  if (state === 'active' || state === 'delayed' || state === 'completed' || state === 'failed') return state
  return state === 'unknown' ? 'gone' : 'waiting'
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
