/**
 * RELAY: carries committed messages from the outbox to their queues. It claims rows by a lease in one statement, commits,
 * publishes, and only then marks them, so a crash at any point leaves a row that another relay takes when the lease is
 * over. There is no cursor: sequences and clocks commit out of order, and "everything after the last one" loses rows.
 *
 *     const relay = new Relay({ service: 'orders', pool, engine, routes, clock, log })
 *     relay.start()
 *     relay.wake()   // after each commit that wrote to the outbox; a timer finds what others left behind
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import type { Engine, Letter } from './engine.ts'
import { type ClaimedMessage, claimOutbox, markRelayed } from './outbox-claim.ts'
import type { Pressure } from './pressure.ts'
import { Pulse } from './pulse.ts'
import { queuesOf, type Route } from './routes.ts'

const lookMs = 500
const leaseMs = 5_000
const batchSize = 200
const publishRetryMsFirst = 100
const publishRetryMsMax = 1_000

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
  #marking: Promise<void> = Promise.resolve()

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
    await this.#marking
  }

  /** Publishes one batch, while the next is already being claimed if there is more; rejects when Postgres is away. */
  async relay(signal: AbortSignal): Promise<'more' | 'rest'> {
    const { clock, pressure } = this.#options
    const ahead = this.#ahead
    this.#ahead = undefined
    const batch = await (ahead ?? this.#claim())
    const more = batch.messages.length === batchSize
    if (more && !signal.aborted) this.#claimAhead()
    // A batch that had to wait for so long is anyone's.
    const isOurs = batch.messages.length > 0 && clock.now() < batch.claimedUntil
    if (isOurs && (await this.#publish(batch, signal))) this.#mark(batch)
    void pressure.look()
    return more ? 'more' : 'rest'
  }

  async #claim(): Promise<Batch> {
    const { pool, clock, routes, pressure } = this.#options
    const now = clock.now()
    const claimedUntil = now + leaseMs
    const full = pressure.full()
    return {
      messages: await claimOutbox(pool, { now, claimedUntil, limit: batchSize, routes, held: full }),
      claimedUntil,
      full,
    }
  }

  /** Postgres works while Redis does. What goes wrong is heard when the batch is asked for. */
  #claimAhead(): void {
    this.#ahead = this.#claim()
    this.#ahead.catch(() => undefined)
  }

  /**
   * Tries again with growing pauses for as long as the claim is ours; after that the rows are anyone's. What would go to a
   * queue that is full is left to the reconciler, so that one slow subscriber costs the others nothing.
   */
  async #publish({ messages, claimedUntil, full }: Batch, signal: AbortSignal): Promise<boolean> {
    const { clock, engine, log, pressure, service, routes } = this.#options
    let open = [...byQueue(messages, service, routes)].filter(([queue]) => !full.includes(queue))
    for (const [queue] of open) pressure.watch(queue)
    for (let pauseMs = publishRetryMsFirst; ; pauseMs = Math.min(pauseMs * 2, publishRetryMsMax)) {
      const sent = await Promise.allSettled(open.map(([queue, letters]) => engine.send(queue, letters)))
      open = open.filter((_, index) => sent[index]?.status === 'rejected')
      if (open.length === 0) return true
      log.debug({ queues: open.map(([queue]) => queue) }, 'could not publish, trying again')
      await clock.sleep(pauseMs, signal)
      if (signal.aborted || clock.now() >= claimedUntil) return false
    }
  }

  /** Not waited for: the next messages need not stand behind the book-keeping of these. A mark that is lost costs one repeat. */
  #mark({ messages, full }: Batch): void {
    const { pool, clock, log } = this.#options
    const ids = messages.map(({ id }) => id)
    this.#marking = this.#marking
      .then(() => markRelayed(pool, { ids, full, now: clock.now() }))
      .catch((error: unknown) => log.warn({ err: error }, 'could not mark messages as relayed; they are sent again'))
  }
}

/** What was claimed in one go. */
interface Batch {
  messages: readonly ClaimedMessage[]
  claimedUntil: number
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
