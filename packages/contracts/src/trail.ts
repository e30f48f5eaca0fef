import { z } from 'zod'
import { Instant } from './values.ts'

/** One message of an order as its sender's outbox has it, with what became of each delivery. Read for the lab's path of an order. */
export const MessageTrail = z.object({
  id: z.uuid(),
  kind: z.enum(['event', 'command']),
  name: z.string(),
  from: z.string(),
  at: Instant,
  deliveries: z.array(
    z.object({
      to: z.string(),
      sentAt: Instant.nullable(),
      acknowledgedAt: Instant.nullable(),
      /** How often it was put on its queue: more than once when Redis lost it. */
      sends: z.int(),
      /** What BullMQ says of the job now; `gone` once done and removed. */
      job: z.enum(['waiting', 'active', 'delayed', 'completed', 'failed', 'gone', 'unknown']),
    }),
  ),
})
export type MessageTrail = z.infer<typeof MessageTrail>

/** What one service did for an order. */
export const Trail = z.object({ messages: z.array(MessageTrail) })
export type Trail = z.infer<typeof Trail>

/** When a queue's last canary was sent, and when one was last taken: later, or nobody takes anything. */
export const QueueCanary = z.object({ sentAt: Instant, takenAt: Instant.nullable() })
export type QueueCanary = z.infer<typeof QueueCanary>

/** One queue as BullMQ counts it now. */
export const QueueCounts = z.object({
  queue: z.string(),
  active: z.int(),
  waiting: z.int(),
  delayed: z.int(),
  failed: z.int(),
  /** When so many wait, senders hold back. */
  backlogMax: z.int(),
  /** Messages that senders hold back in Postgres. */
  held: z.int(),
  /** Null before the first one. */
  canary: QueueCanary.nullable(),
  /** When the oldest message was written that nobody has done yet, wherever it waits; null when there is none. */
  oldestAt: Instant.nullable(),
  /** Messages that each instance has ever done there, as it says itself once a second. */
  done: z.array(z.object({ instance: z.string(), count: z.int() })),
})
export type QueueCounts = z.infer<typeof QueueCounts>

/** What one service knows of queues: those that it reads, and what it holds back of what it sends. */
export const ServiceQueues = z.object({
  reads: z.array(QueueCounts.omit({ held: true, oldestAt: true })),
  holds: z.array(z.object({ queue: z.string(), count: z.int() })),
  /** The oldest message on its way to each queue. */
  oldest: z.array(z.object({ queue: z.string(), at: Instant })),
})
export type ServiceQueues = z.infer<typeof ServiceQueues>

/** Where the fulfilment of an order stands, from the saga's own rows. */
export const SagaTrail = z.object({
  state: z.enum(['running', 'undoing', 'done', 'undone']),
  steps: z.array(
    z.object({
      name: z.string(),
      service: z.string(),
      state: z.enum(['waiting', 'running', 'done', 'refused', 'undoing', 'undone']),
      startedAt: Instant.nullable(),
      endedAt: Instant.nullable(),
    }),
  ),
})
