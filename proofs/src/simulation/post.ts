/**
 * MODEL of relay, queues and reconciler: at least once, in any order. It stands for what `relay.ts`, `reconcile.ts` and the
 * engine promise together; the way into a service behind it is the real `receiver`.
 */
import { inOrder } from '@switchyard/contracts/subscribers'
import type { Arrival, Letter } from '@switchyard/messaging/engine'
import { NotYet } from '@switchyard/messaging/engine'
import { acknowledgeWithinMs } from '@switchyard/messaging/outbox-claim'
import { putOffMs, retryDelayMs } from '@switchyard/messaging/retry-delay'
import { queuesOf, type Route, routesFrom } from '@switchyard/messaging/routes'
import type { Clock } from '@switchyard/runtime/clock'
import type { Delivery, MessageBooks, SentRow } from './message-books.ts'

export type Service = 'orders' | 'inventory'

/** A delivery that nobody has acknowledged. */
interface Open {
  readonly row: SentRow
  readonly delivery: Delivery
}

/** A letter on a queue. */
export interface Job {
  readonly queue: string
  readonly letter: Letter
  /** As a schedule tells of it. */
  readonly label: string
  state: 'waiting' | 'active' | 'delayed'
  failures: string[]
  starts: number
  readyAtMs: number
}

const routes: Readonly<Record<Service, readonly Route[]>> = {
  orders: routesFrom('orders'),
  inventory: routesFrom('inventory'),
}

/** The queues of both services, and how messages get there. */
export class Post {
  readonly #jobs = new Map<string, Job>()
  readonly #clock: Clock
  readonly #hears: (queue: string) => boolean

  /** Queues that nobody `hears` are acknowledged unread. */
  constructor({ clock, hears }: { clock: Clock; hears: (queue: string) => boolean }) {
    this.#clock = clock
    this.#hears = hears
  }

  get isEmpty(): boolean {
    return this.#jobs.size === 0
  }

  waiting(): Job[] {
    const nowMs = this.#clock.now()
    return [...this.#jobs.values()].filter(
      ({ state, readyAtMs }) => state === 'waiting' || (state === 'delayed' && readyAtMs <= nowMs),
    )
  }

  /** When the next resting letter may be taken; infinity when none rests. */
  nextReadyMs(): number {
    const resting = [...this.#jobs.values()].filter(({ state }) => state === 'delayed')
    return Math.min(Number.POSITIVE_INFINITY, ...resting.map(({ readyAtMs }) => readyAtMs))
  }

  /** Claims a row of the outbox with its deliveries, and publishes them unless its process dies in between. */
  relay(from: Service, books: MessageBooks, row: SentRow, { dies }: { dies: boolean }): void {
    for (const queue of queuesOf(row.message, routes[from])) {
      const delivery = this.#write(from, books, { row, queue })
      if (!dies && this.#hears(queue)) this.add(queue, letterOf(from, row, delivery))
    }
    books.relayed(row)
  }

  /** The deliveries that nobody has acknowledged in time and that are on no queue. */
  lost(books: MessageBooks): Open[] {
    const nowMs = this.#clock.now()
    return books.unheard.filter((open) => open.delivery.dueAtMs <= nowMs && this.#isNowhere(open))
  }

  /** When the reconciler has something to ask for at the earliest; infinity when all is acknowledged or under way. */
  nextLostMs(books: MessageBooks): number {
    const lost = books.unheard.filter((open) => this.#isNowhere(open))
    return Math.min(Number.POSITIVE_INFINITY, ...lost.map(({ delivery }) => delivery.dueAtMs))
  }

  reconcile(from: Service, books: MessageBooks): void {
    for (const { row, delivery } of this.lost(books)) {
      delivery.dueAtMs = this.#clock.now() + acknowledgeWithinMs
      this.add(delivery.queue, letterOf(from, row, delivery))
    }
  }

  /** Puts a letter on a queue, unless it is there. */
  add(queue: string, letter: Letter): void {
    const key = keyOf(queue, letter.id)
    if (this.#jobs.has(key)) return
    const label = queue === letter.name ? `take ${queue}` : `take ${letter.name} (${queue})`
    this.#jobs.set(key, { queue, letter, label, state: 'waiting', failures: [], starts: 0, readyAtMs: 0 })
  }

  take(job: Job): Arrival {
    job.state = 'active'
    job.starts += 1
    const { letter, failures } = job
    return { id: letter.id, letter, attempt: failures.length + 1, failures: [...failures] }
  }

  done(job: Job): void {
    this.#jobs.delete(keyOf(job.queue, job.letter.id))
  }

  failed(job: Job, error: unknown): void {
    const { id } = job.letter
    if (!(error instanceof NotYet)) job.failures.push(String(error))
    const restMs = error instanceof NotYet ? putOffMs(job.starts, id) : retryDelayMs(job.failures.length, id)
    job.state = 'delayed'
    job.readyAtMs = this.#clock.now() + restMs
  }

  /** Whoever had it in hand is dead, or seems so. */
  stalled(job: Job): void {
    job.state = 'waiting'
  }

  active(): Job[] {
    return [...this.#jobs.values()].filter(({ state }) => state === 'active')
  }

  /** Redis forgets everything; whoever has a letter in hand goes on, and may be sent it again unless it `keepsActive`. */
  wipe({ keepsActive }: { keepsActive: boolean }): void {
    for (const [key, { state }] of this.#jobs) if (state !== 'active' || !keepsActive) this.#jobs.delete(key)
  }

  #write(from: Service, books: MessageBooks, { row, queue }: { row: SentRow; queue: string }): Delivery {
    const after = inOrder.includes(queue) ? predecessorOf(row, books, namesOn(queue, from)) : undefined
    const dueAtMs = this.#clock.now() + acknowledgeWithinMs
    const delivery = { queue, after, dueAtMs, isAcknowledged: !this.#hears(queue) }
    books.deliver(row, delivery)
    return delivery
  }

  #isNowhere({ row, delivery }: Open): boolean {
    return !this.#jobs.has(keyOf(delivery.queue, row.message.id))
  }
}

const keyOf = (queue: string, id: string): string => `${queue} ${id}`

const namesOn = (queue: string, from: Service): string[] =>
  routes[from].filter((route) => route.queue === queue).map(({ name }) => name)

function letterOf(from: Service, { message }: SentRow, { after }: Delivery): Letter {
  const { id, name, payload, traceparent } = message
  return { id, name, from, payload, traceparent, ...(after !== undefined && { after }) }
}

/** The last event before this one of the same aggregate that goes to the same queue. */
function predecessorOf({ message }: SentRow, books: MessageBooks, names: readonly string[]): string | undefined {
  const earlier = books.rows.filter(
    ({ message: other }) =>
      other.aggregateId === message.aggregateId && names.includes(other.name) && placeOf(other) < placeOf(message),
  )
  return earlier.sort((a, b) => (placeOf(a.message) < placeOf(b.message) ? 1 : -1))[0]?.message.id
}

const placeOf = ({ version, id }: { version: number | null; id: string }): string =>
  `${String(version ?? 0).padStart(9, '0')} ${id}`
