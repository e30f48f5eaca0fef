import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { DelayedError, type Job, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { type Arrival, type ConsumeOptions, type Consumer, NotYet } from './engine.ts'
import { openRedis } from './redis.ts'
import { putOffMs, retryDelayMs } from './retry-delay.ts'

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
  clock: Clock
  log: Log
}

/** The receiving side of BullMQ: one connection for all workers of a process, and one more each to wait on. */
export function openWorkers({ redisUrl, prefix, lockMs, clock, log }: WorkersOptions) {
  const connections = new Set<Redis>()
  const open = new Set<Worker>()
  let shared: Redis | undefined

  const consume = (queue: string, options: ConsumeOptions): Consumer => {
    shared ??= keepTrack(openRedis({ url: redisUrl, profile: 'worker', log }), connections)
    const worker = new Worker(queue, workOn(options, clock), {
      connection: shared,
      prefix,
      concurrency: options.concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs / 3,
      maxStalledCount: stallsMax,
      runRetryDelay: fetchRetryMs,
      settings: { backoffStrategy: (attempt, _type, _error, job) => retryDelayMs(attempt, job?.id ?? '') },
    })
    open.add(worker)
    worker.on('error', (error) => log.debug({ queue, err: error }, 'worker error'))
    worker.on('failed', (job, error) => {
      if (!job?.deferredFailure) return
      options.abandoned(arrivalOf(job), error.message).catch((reason: unknown) => {
        log.error({ queue, id: job.id, err: reason }, 'an abandoned letter could not be kept; it comes again')
      })
    })
    return { close: () => worker.close() }
  }
  const disconnect = () => {
    // A worker that was not told to close connects again by itself, and takes jobs that nobody works on.
    for (const worker of open) worker.close(true).catch(() => undefined)
    for (const connection of connections) connection.disconnect()
  }
  return { consume, disconnect }
}

/** Hands each job over, and puts off whose moment has not come. */
const workOn =
  ({ receive }: ConsumeOptions, clock: Clock) =>
  async (job: Job<unknown>, token?: string) => {
    const takenMs = clock.now()
    try {
      await receive(arrivalOf(job))
    } catch (error) {
      if (!(error instanceof NotYet)) throw error
      // BullMQ goes by the machine's time, and ours may be another: what counts is how long ago the job was taken.
      const nowMs = (job.processedOn ?? takenMs) + clock.now() - takenMs
      await job.moveToDelayed(nowMs + putOffMs(job.attemptsStarted, job.id ?? ''), token)
      throw new DelayedError()
    }
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

function arrivalOf(job: Job<unknown>): Arrival {
  return {
    id: job.id ?? '',
    letter: job.data,
    attempt: job.attemptsMade + 1,
    failures: (job.stacktrace ?? []).map((trace) => trace.split('\n', 1)[0] ?? ''),
  }
}
