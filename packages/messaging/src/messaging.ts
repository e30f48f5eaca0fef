/**
 * MESSAGING of one service: what it sends leaves through its outbox, what it receives passes its inbox.
 *
 *     const messaging = createMessaging({ service: 'orders', pool, redisUrl, redisPrefix, clock, log, newId })
 *     messaging.handle(orders.commands.chargeCard, chargeCard, { concurrency: 8 })
 *     messaging.subscribe('orders.fulfilment', { 'inventory.stockReserved': onReserved, … })
 *     await messaging.start()
 */
import type { Message } from '@switchyard/contracts/contract'
import type { SubscriberName, subscribers } from '@switchyard/contracts/subscribers'
import type { MessageTrail, QueueCounts } from '@switchyard/contracts/trail'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import type { z } from 'zod'
import type { Handler } from './inbox.ts'

export interface MessagingOptions {
  service: string
  pool: Pool
  redisUrl: string
  redisPrefix: string
  clock: Clock
  log: Log
  newId: () => string
}

/** How hard one consumer works and how long it tries. */
export interface ConsumerOptions {
  /** Messages at once in this process; default 10. */
  concurrency?: number
  /** Tries before a message is a dead letter; default 8. */
  attempts?: number
}

type Subscribed<S extends SubscriberName> = (typeof subscribers)[S][number]

/** One handler for each event that the subscriber declared; leaving one out does not compile. */
export type HandlersOf<S extends SubscriberName> = {
  [Key in Subscribed<S>['name']]: Handler<z.output<Extract<Subscribed<S>, { name: Key }>['payload']>>
}

export interface Messaging {
  handle<Payload extends z.ZodType>(
    command: Message<'command', Payload>,
    handler: Handler<z.output<Payload>>,
    options?: ConsumerOptions,
  ): void
  subscribe<S extends SubscriberName>(subscriber: S, handlers: HandlersOf<S>, options?: ConsumerOptions): void
  every(name: string, everyMs: number, job: (signal: AbortSignal) => Promise<void>): void
  start(): Promise<void>
  wake(): void
  hint(topic: string, key: string): void
  trail(aggregateId: string): Promise<MessageTrail[]>
  queues(): Promise<QueueCounts[]>
  close(options?: { limitMs?: number }): Promise<void>
}
