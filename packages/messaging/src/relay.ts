/**
 * RELAY: carries committed messages from the outbox to their queues. It claims rows and writes their deliveries in one
 * statement, commits, and publishes. What can't be published goes back into the outbox; what is claimed by a process that
 * dies is a delivery that nobody acknowledges, and so the reconciler's. There is no cursor: sequences and clocks commit out
 * of order, and "everything after the last one" loses rows.
 *
 *     const relay = new Relay({ service: 'orders', pool, engine, routes, clock, log })
 *     relay.start()
 *     relay.wake()   // after each commit that wrote to the outbox; a timer finds what others left behind
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import type { Engine, Letter } from './engine.ts'
import { type ClaimedMessage, claimOutbox, putBack } from './outbox-claim.ts'
import type { Pressure } from './pressure.ts'
import { type Beat, Pulse } from './pulse.ts'
import { queuesOf, type Route } from './routes.ts'

const lookMs = 500
const batchSize = 200

export interface RelayOptions {
  service: string
  pool: Pool
  engine: Engine
  routes: readonly Route[]
  pressure: Pressure
  clock: Clock
  log: Log
}

/** Publishes what the outbox holds, at least once, in about the order in which it was written. */
export class Relay {
  readonly #options: RelayOptions
  readonly #pulse: Pulse
  #ahead: Promise<Batch> | undefined

  constructor(options: RelayOptions) {
    this.#options = options
    const { clock, log } = options
    this.#pulse = new Pulse({ name: 'relay', everyMs: lookMs, work: (signal) => this.relay(signal), clock, log })
  }

  start(): void {
    this.#pulse.start()
  }

  /** Looks at once; cheap to call as often as one likes. */
  wake(): void {
    this.#pulse.wake()
  }

  /** Publishes what is claimed, and claims no more. */
  async stop(): Promise<void> {
    await this.#pulse.stop()
    if (this.#ahead) await this.relay(AbortSignal.abort()).catch(() => undefined)
  }

  /** Publishes one batch, while the next is already being claimed if there is more; rejects when Postgres or the engine is away. */
  async relay(signal: AbortSignal): Promise<Beat> {
    const ahead = this.#ahead
    this.#ahead = undefined
    const batch = await (ahead ?? this.#claim())
    const more = batch.messages.length === batchSize
    if (more && !signal.aborted) this.#claimAhead()
    await this.#publish(batch)
    void this.#options.pressure.look()
    return more ? 'more' : 'rest'
  }

  async #claim(): Promise<Batch> {
    const { pool, clock, routes, pressure } = this.#options
    const full = pressure.full()
    return { messages: await claimOutbox(pool, { now: clock.now(), limit: batchSize, routes, full }), full }
  }

  /** Postgres works while Redis does. What goes wrong is heard when the batch is asked for. */
  #claimAhead(): void {
    this.#ahead = this.#claim()
    this.#ahead.catch(() => undefined)
  }

  /**
   * What would go to a queue that is full is left to the reconciler, so that one slow subscriber costs the others nothing.
   * A message goes back as a whole: whoever had it already can bear to have it again.
   */
  async #publish({ messages, full }: Batch): Promise<void> {
    const { pool, engine, pressure, service, routes } = this.#options
    const open = [...byQueue(messages, service, routes)].filter(([queue]) => !full.includes(queue))
    for (const [queue] of open) pressure.watch(queue)
    const sent = await Promise.allSettled(open.map(([queue, letters]) => engine.send(queue, letters)))
    const failure = sent.find((one) => one.status === 'rejected')
    if (!failure) return
    const unsent = open.flatMap(([, letters], index) => (sent[index]?.status === 'rejected' ? letters : []))
    await putBack(pool, [...new Set(unsent.map(({ id }) => id))])
    throw failure.reason
  }
}

/** What was claimed in one go. */
interface Batch {
  messages: readonly ClaimedMessage[]
  /** Queues that had no room then. */
  full: readonly string[]
}

function byQueue(batch: readonly ClaimedMessage[], from: string, routes: readonly Route[]): Map<string, Letter[]> {
  const queues = new Map<string, Letter[]>()
  for (const message of batch) {
    const { id, name, payload, traceparent } = message
    for (const queue of queuesOf(message, routes)) {
      const letters = queues.get(queue) ?? []
      const after = message.after?.[queue]
      letters.push({ id, name, from, payload, traceparent, ...(after !== undefined && { after }) })
      queues.set(queue, letters)
    }
  }
  return queues
}
