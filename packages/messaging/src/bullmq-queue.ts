import type { Log } from '@switchyard/runtime/log'
import { type JobsOptions, Queue } from 'bullmq'
import type { Redis } from 'ioredis'

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

/** A queue of BullMQ on somebody's connection, which stays theirs to close. */
export function openQueue(
  name: string,
  { connection, prefix, log }: { connection: Redis; prefix: string; log: Log },
): Queue {
  // Without its version check a queue on a live connection has nothing to wait for when it opens, and so can't fail.
  const options = { prefix, skipVersionCheck: true, streams: { events: { maxLen: eventsKept } } }
  const queue = new Queue(name, { connection, defaultJobOptions, ...options })
  queue.on('error', (error) => log.debug({ queue: name, err: error }, 'queue error'))
  return queue
}
