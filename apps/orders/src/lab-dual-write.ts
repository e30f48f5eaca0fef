/**
 * DUAL WRITE, the mistake that the outbox is there for: first the database, then the queue, each for itself. Whatever
 * happens in between, or to the queue before the message is taken, loses it for good, for nobody else knows of it. Only
 * the lab's notebook does this, so that a visitor can see what it costs.
 *
 *     await pool.query('INSERT INTO lab_notes …')
 *     await dualWrite.publish(noteId)
 */
import { orders } from '@switchyard/contracts/orders'
import { createBullmqEngine } from '@switchyard/messaging/bullmq-engine'
import type { JobState } from '@switchyard/messaging/engine'
import { openRedis } from '@switchyard/messaging/redis'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'

/** The queue of the notes, without an outbox before it. */
export interface DualWrite {
  /** Puts a note on the queue, as the relay would. Throws `EngineAway`. */
  publish(noteId: string): Promise<void>
  /** What became of the jobs of these notes, whichever way they came. Throws `EngineAway`. */
  states(noteIds: readonly string[]): Promise<JobState[]>
  close(): void
}

/** Opens the very engine that the relay sends through. */
export function openDualWrite(options: { redisUrl: string; redisPrefix: string; clock: Clock; log: Log }): DualWrite {
  const redis = openRedis({ url: options.redisUrl, profile: 'request', log: options.log })
  const engine = createBullmqEngine({ ...options, redis })
  const { name } = orders.commands.takeNote
  return {
    publish: (id) => engine.send(name, [{ id, name, from: 'orders', payload: { noteId: id }, traceparent: null }]),
    states: (ids) => engine.states(name, ids),
    close: () => {
      engine.disconnect()
      redis.disconnect()
    },
  }
}
