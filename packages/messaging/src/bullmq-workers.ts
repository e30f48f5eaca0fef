import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { Batches } from './batches.ts'
import { openQueue } from './bullmq-queue.ts'
import { arrivalOf, jobsAhead, restAfter, workOn } from './bullmq-work.ts'
import type { ConsumeOptions, Consumer } from './engine.ts'
import { batchedIn } from './letter-jobs.ts'
import { openRedis } from './redis.ts'

/** A worker that died is noticed when the locks on its jobs run out; a live one renews them at half of this. */
export const defaultLockMs = 6_000
/** Times that a job may take its process with it before it is abandoned. */
const stallsMax = 3
/** After an error that is not the job's, a worker asks again this much later; BullMQ's own default is 15 s. */
const fetchRetryMs = 500
interface WorkersOptions {
  redisUrl: string
  prefix: string
  lockMs: number
  /** Whether letters of a queue may share a job. */
  mayShare: (queue: string) => boolean
  clock: Clock
  log: Log
}

/** The receiving side of BullMQ: one connection for all workers of a process, and one more each to wait on. */
export function openWorkers({ redisUrl, prefix, lockMs, mayShare, clock, log }: WorkersOptions) {
  const connections = new Set<Redis>()
  const open = new Set<Worker>()
  let shared: Redis | undefined

  const consume = (queue: string, options: ConsumeOptions): Consumer => {
    shared ??= keepTrack(openRedis({ url: redisUrl, profile: 'worker', log }), connections)
    // On the connection that waits until Redis is back, as the jobs themselves are completed.
    const batches = new Batches({ redis: shared, queue: openQueue(queue, { connection: shared, prefix, log }) })
    const closing = new AbortController()
    const allow = (jobs: number) => {
      if (mayShare(queue)) worker.concurrency = jobs
    }
    const worker: Worker = new Worker(queue, workOn(options, { batches, closing: closing.signal, allow, clock }), {
      connection: shared,
      prefix,
      concurrency: mayShare(queue) ? Math.min(options.concurrency, jobsAhead) : options.concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs / 3,
      maxStalledCount: stallsMax,
      runRetryDelay: fetchRetryMs,
      settings: { backoffStrategy: (attempt, _type, _error, job) => restAfter(attempt, job) },
    })
    open.add(worker)
    worker.on('error', (error) => log.debug({ queue, err: error }, 'worker error'))
    worker.on('failed', (job, error) => {
      if (!job?.deferredFailure) return
      const about = { queue, id: job.id }
      if (batchedIn(job))
        return log.error(about, 'a batch could not be opened; its letters are for their senders to repeat')
      options.abandoned(arrivalOf(job), error.message).catch((reason: unknown) => {
        log.error({ ...about, err: reason }, 'an abandoned letter could not be kept; it comes again')
      })
    })
    return {
      close: () => {
        closing.abort()
        return worker.close()
      },
    }
  }
  const disconnect = () => {
    // A worker that was not told to close connects again by itself, and takes jobs that nobody works on.
    for (const worker of open) worker.close(true).catch(() => undefined)
    for (const connection of connections) connection.disconnect()
  }
  return { consume, disconnect }
}

/** BullMQ duplicates a connection for its blocking reads and hides the copy; noting it here lets `disconnect` reach it. */
function keepTrack(connection: Redis, connections: Set<Redis>): Redis {
  connections.add(connection)
  const duplicate = connection.duplicate.bind(connection)
  connection.duplicate = (override) => {
    const copy = duplicate(override)
    connections.add(copy)
    return copy
  }
  return connection
}
