/**
 * MESSAGING of one service: what it sends leaves through its outbox, what it receives passes its inbox.
 *
 *     const messaging = createMessaging({ service: 'orders', pool, isOutage, redisUrl, redisPrefix, clock, log, newId })
 *     messaging.handle(orders.commands.chargeCard, chargeCard, { concurrency: 8 })
 *     messaging.subscribe('orders.fulfilment', { 'inventory.stockReserved': onReserved, … })
 *     await messaging.start()
 */

import { inBatches } from '@switchyard/contracts/batches'
import type { Message, Schema } from '@switchyard/contracts/contract'
import type { SubscriberName } from '@switchyard/contracts/subscribers'
import type { MessageTrail, ServiceQueues } from '@switchyard/contracts/trail'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import type { z } from 'zod'
import { Acknowledgements, acknowledgementQueue, receiveAcknowledgement } from './acknowledge.ts'
import { sendHint } from './broadcast.ts'
import { createBullmqEngine } from './bullmq-engine.ts'
import { canaryEveryMs, reviveDead, sendCanaries, takingCanaries } from './canary.ts'
import { Consumers } from './consumers.ts'
import { keepDeadLetter } from './dead-letter.ts'
import { createDeadLetterDesk, type DeadLetterDesk } from './dead-letter-desk.ts'
import type { Arrival, ConsumeOptions, Engine } from './engine.ts'
import type { QueueFaults } from './fault.ts'
import type { Handler } from './inbox.ts'
import { inboxOrder } from './order.ts'
import { Pressure } from './pressure.ts'
import { prune, pruneEveryMs } from './prune.ts'
import { type HandlersOf, subscriberIntake } from './pub-sub.ts'
import { Pulse } from './pulse.ts'
import { type ConsumerOptions, commandIntake } from './queue.ts'
import { serviceQueues } from './queues.ts'
import { type Intake, receiver } from './receive.ts'
import { reconcile, reconcileEveryMs } from './reconcile.ts'
import { openRedis } from './redis.ts'
import { refuseEviction } from './refuse-eviction.ts'
import { Relay } from './relay.ts'
import { replayDue, replayEveryMs, settleReplay } from './replay.ts'
import { replayEvents, type Span } from './replay-events.ts'
import { routesFrom } from './routes.ts'
import { every } from './schedule.ts'
import { trailOf } from './trail.ts'
import { tallyEveryMs, WorkerTally } from './worker-tally.ts'

export interface MessagingOptions {
  service: string
  /** This process among those of its service; what it does is counted under this name, and without one not at all. */
  instance?: string | undefined
  /** The service's own database, which has the tables of messaging. */
  pool: Pool
  /** Whether a handler's error only says that its database is away: then the message is tried until it is back, and never dead. */
  isOutage: (error: unknown) => boolean
  redisUrl: string
  redisPrefix: string
  clock: Clock
  log: Log
  newId: () => string
  /** Letters that may wait on one queue before senders hold back; default 10,000. */
  backlogMax?: number | undefined
  /** In a lab alone: what goes wrong with messages on purpose. */
  faults?: QueueFaults | undefined
}

export interface Messaging {
  /** Lets this service carry out one of its commands. Before `start`. */
  handle<Payload extends Schema>(
    command: Message<'command', Payload>,
    handler: Handler<z.output<Payload>>,
    options?: ConsumerOptions,
  ): void
  /** Lets one of this service's subscribers hear its events. Before `start`. */
  subscribe<S extends SubscriberName>(subscriber: S, handlers: HandlersOf<S>, options?: ConsumerOptions): void
  /** Runs a job again and again, in one instance at a time; needs no Redis. Before `start`. */
  every(name: string, everyMs: number, job: (signal: AbortSignal) => Promise<void>): void
  /** Begins to relay, receive and reconcile; resolves within a second, whether Redis is there or not. @throws {EvictingRedis} */
  start(): Promise<void>
  /** Relays at once what has just been committed; call it after each commit that wrote to the outbox. */
  wake(): void
  /** Tells every instance that something changed; see broadcast.ts. */
  hint(topic: string, ...keys: string[]): void
  /** What this service sent about one aggregate, and what became of it. */
  trail(aggregateId: string): Promise<MessageTrail[]>
  /** The queues that this service reads, and what it holds back. @throws {EngineAway} when Redis can't be asked. */
  queues(): Promise<ServiceQueues>
  /** Sends what this service told in a span of time to one subscriber once more; answers how many messages that are. */
  replay(span: Span): Promise<number>
  /** What could not be applied here, and what staff do about it: handlers for the contract's operations. */
  readonly deadLetters: DeadLetterDesk
  /** Finishes what is in hand, then stops; what is not done after `limitMs` is cut off and comes again elsewhere. */
  close(options?: { limitMs?: number }): Promise<void>
}

const closeMsMax = 5_000
const acknowledgementsAtOnce = 4

/** Composes messaging on BullMQ; connects at once, and works on whenever Redis or Postgres come back. */
export function createMessaging(options: MessagingOptions): Messaging {
  const { redisUrl, redisPrefix, clock, log } = options
  const redis = openRedis({ url: redisUrl, profile: 'request', log })
  const engine = createBullmqEngine({ redis, redisUrl, redisPrefix, inBatches, clock, log })
  const hint = (topic: string, ...keys: string[]) => sendHint({ redis, redisPrefix, topic, keys })
  const disconnect = () => {
    engine.disconnect()
    redis.disconnect()
  }
  const check = () => refuseEviction(redis, { log, sleep: clock.sleep.bind(clock) })
  return composeMessaging({ ...options, engine: { ...engine, disconnect }, hint, check })
}

type Parts = Omit<MessagingOptions, 'redisUrl' | 'redisPrefix'> & {
  engine: Engine
  hint: Messaging['hint']
  /** Rejects when the engine must not be used. */
  check?: () => Promise<void>
}

/** The same over any engine. */
export function composeMessaging(parts: Parts): Messaging {
  const { service, instance, pool, isOutage, clock, log, newId, engine, hint, faults, check } = parts
  const routes = routesFrom(service)
  const pressure = new Pressure(parts)
  const relay = new Relay({ ...parts, routes, pressure })
  const acknowledgements = new Acknowledgements(parts)
  const stopping = new AbortController()
  const intakes: Intake[] = []
  const consumers = new Consumers(engine)
  const tally = instance === undefined ? undefined : new WorkerTally({ pool, instance })
  const replays = new Pulse({ name: 'replay', everyMs: replayEveryMs, work: () => replayDue(parts), clock, log })
  const reconciling = { ...parts, pressure }
  const repairs = new Pulse({
    ...{ name: 'reconcile', everyMs: reconcileEveryMs, work: () => reconcile(reconciling), clock, log },
  })
  const cage = () => ({ ...parts, queues: consumers.queues })
  const revive = async () => {
    await reviveDead(cage(), (queue) => consumers.reopen(queue))
    return 'rest' as const
  }
  const tell = async () => {
    await tally?.tell()
    return 'rest' as const
  }
  const pulses = [
    ...(tally ? [new Pulse({ name: 'tally', everyMs: tallyEveryMs, work: tell, clock, log })] : []),
    replays,
    repairs,
    every({ ...parts, name: 'messaging.prune', everyMs: pruneEveryMs, job: (signal) => pruneOnce(signal) }),
    every({ ...parts, name: 'messaging.canaries', everyMs: canaryEveryMs, job: () => sendCanaries(cage()) }),
    new Pulse({ name: 'canaries', everyMs: canaryEveryMs, work: revive, clock, log }),
  ]
  const pruneOnce = async (signal: AbortSignal) => {
    log.debug(await prune({ pool, now: clock.now(), signal }), 'pruned')
  }
  const open = (queue: string, options: ConsumeOptions) =>
    consumers.open(queue, { ...options, receive: takingCanaries(queue, options.receive, parts) })
  const consume = (intake: Intake) => {
    const keep = (dead: Parameters<typeof keepDeadLetter>[1]) => keepDeadLetter(parts, dead)
    const settle = (letter: Parameters<typeof settleReplay>[1], queue: string) => settleReplay(parts, letter, queue)
    const { receive, abandon } = receiver({
      ...{ intake, acknowledgements, keep, settle, isOutage, newId, signal: stopping.signal, log, faults },
      order: inboxOrder(pool),
    })
    const counted = tally?.counting(intake.queue, receive) ?? receive
    open(intake.queue, { concurrency: intake.concurrency, receive: counted, abandoned: abandon })
  }
  const handledOn = (queue: string, name: string) => intakes.find((one) => one.queue === queue)?.handled.get(name)
  const consumeAcknowledgements = () => {
    const receive = (arrival: Arrival) => receiveAcknowledgement(arrival, parts)
    const options = { concurrency: acknowledgementsAtOnce, receive, abandoned: async () => undefined }
    open(acknowledgementQueue(service), options)
  }

  return {
    handle: (command, handler, options) => void intakes.push(commandIntake(command, handler, options)),
    subscribe: (subscriber, handlers, options) => void intakes.push(subscriberIntake(subscriber, handlers, options)),
    every: (name, everyMs, job) => void pulses.push(every({ ...parts, name, everyMs, job })),
    start: async () => {
      await check?.()
      for (const intake of intakes) consume(intake)
      consumeAcknowledgements()
      relay.start()
      for (const pulse of pulses) pulse.start()
    },
    wake: () => relay.wake(),
    hint,
    trail: (aggregateId) => trailOf(aggregateId, parts),
    deadLetters: createDeadLetterDesk({ pool, clock, log, handledOn, wake: () => replays.wake() }),
    queues: () => serviceQueues({ ...parts, pressure, queues: intakes.map(({ queue }) => queue) }),
    replay: async (span) => {
      const messages = await replayEvents(span, { pool, routes, clock })
      repairs.wake()
      return messages
    },
    close: async ({ limitMs = closeMsMax } = {}) => {
      const over = new AbortController()
      const limit = clock.sleep(limitMs, over.signal)
      // Handlers get half of the time to end by themselves before they are told to.
      void clock.sleep(limitMs / 2, over.signal).then(() => stopping.abort())
      const finish = async () => {
        await Promise.allSettled([consumers.close(), ...pulses.map((it) => it.stop())])
        await Promise.allSettled([acknowledgements.flush(), relay.stop(), tally?.tell()])
      }
      // BullMQ's own close never resolves while Redis is away (taskforcesh/bullmq#4656).
      await Promise.race([finish(), limit])
      over.abort()
      engine.disconnect()
    },
  }
}
