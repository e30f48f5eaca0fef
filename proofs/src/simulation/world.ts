import type { Clock } from '@switchyard/runtime/clock'
import { Bank, type Mood } from './bank.ts'
import { type Bug, sound } from './bug.ts'
import { Buyer } from './buyer.ts'
import { interruptedOrders, interruptedStock } from './interrupted.ts'
import { MessageBooks } from './message-books.ts'
import { watchedForward } from './only-forward.ts'
import { OrderBooks } from './order-books.ts'
import { type Job, Post, type Service } from './post.ts'
import type { SeededRandom } from './random.ts'
import { ReplyLost } from './reply-lost.ts'
import type { Requests } from './requests.ts'
import { createServices, isTrouble } from './services.ts'
import { StockBooks } from './stock-books.ts'
import { type Task, Tasks } from './tasks.ts'

const startMs = Date.UTC(2026, 0, 1)
const sku = 'contour-a2'
const holdsMs = [30_000, 300_000, 900_000, 1_800_000] as const

export interface WorldOptions {
  readonly random: SeededRandom
  readonly bug?: Bug | undefined
  /** How the bank behaves, and how long a hold lasts; drawn when left out. */
  readonly mood?: Mood
  readonly holdMs?: number
  /** How many buyers come by themselves. */
  readonly buyers?: number
}

/** A shop whose every message, statement, request and moment is in the hands of whoever holds the schedule. */
export class World {
  readonly random: SeededRandom
  readonly tasks = new Tasks()
  readonly messages = { orders: new MessageBooks(), inventory: new MessageBooks() }
  readonly orders: OrderBooks
  readonly stock: StockBooks
  readonly bank: Bank
  readonly post: Post
  readonly buyers: readonly Buyer[]
  readonly holdMs: number
  /** The queue whose workers are slow to take anything; in some runs there is none. */
  readonly lazyQueue: string | undefined
  /** Errors that are nobody's trouble but ours. */
  readonly mistakes: string[] = []
  /** What was seen to be wrong on the way. */
  readonly broken: string[] = []
  /** Letters that were taken and done, for coming again. */
  readonly done: Job[] = []
  readonly #services: ReturnType<typeof createServices>
  readonly #bug: Bug
  readonly #jobs = new Set<string>()
  #nowMs = startMs
  #ids = 0
  #calm = false

  constructor({ random, bug = sound, mood = moodOf(random), ...given }: WorldOptions) {
    const { holdMs = holdOf(random), buyers = 1 + random.below(random.chance(0.7) ? 1 : 3) } = given
    const { tasks, messages, clock, newId } = this
    this.random = random
    this.#bug = bug
    this.holdMs = holdMs
    this.orders = new OrderBooks({ messages: messages.orders, clock, newId })
    this.stock = new StockBooks({ messages: messages.inventory, editions: { [sku]: 1 + random.below(3) } })
    this.bank = new Bank({ tasks, random, mood, newId })
    const reach = { messages: messages.orders, newId }
    const watched = watchedForward(this.orders, this.stock, (where) => this.broken.push(where))
    const ports = {
      orders: interruptedOrders(bug.orders(watched, reach), tasks),
      stock: interruptedStock(bug.stock(this.stock, { ...reach, messages: messages.inventory }), tasks),
      payments: bug.payments(this.bank.payments, reach),
    }
    this.#services = createServices({
      ...{ ports, messages, tasks, clock, newId, bug, random: random.next, holdMs: this.holdMs },
      acknowledge: (from, done) => this.#acknowledge(from, done),
      failed: (error) => this.#failed(error),
    })
    this.post = new Post({ clock, hears: this.#services.hears })
    const { queues } = this.#services
    this.lazyQueue = queues[random.below(queues.length + 1)]
    this.buyers = Array.from({ length: buyers }, (_, index) => this.#buyer(`buyer-${index}`))
  }

  readonly clock: Clock = { now: () => this.#nowMs, sleep: nobodyWaits, after: nobodyWaits }

  /** Like UUIDs of version 7: they grow. */
  readonly newId = (): string => {
    this.#ids += 1
    return `0199aaaa-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`
  }

  /** From now on the world is kind: what was under way comes to its end. */
  get calm(): boolean {
    return this.#calm
  }

  calmDown(): void {
    this.#calm = true
  }

  pass(ms: number): void {
    this.#nowMs += ms
  }

  /** One of a service's instances takes a letter and works on it. */
  async take(job: Job): Promise<void> {
    const arrival = this.post.take(job)
    const { queue, letter } = job
    const early = this.#bug.acknowledgesFirst
    if (early) this.#acknowledge(letter.from, { id: letter.id, queue })
    const ended = (error: unknown) => {
      if (error !== undefined) return this.post.failed(job, error)
      this.post.done(job)
      this.done.push(job)
    }
    const died = () => (early ? this.post.done(job) : this.post.stalled(job))
    const task = this.#task(this.#services.serviceOf(queue), letter.name, { ended, died })
    await this.tasks.begin(task, () => this.#services.receive(queue, arrival))
  }

  /** One instance runs a job that comes around by the clock; `undefined` while it runs anywhere. */
  timer(name: 'resume' | 'sweep'): (() => Promise<void>) | undefined {
    if (this.#jobs.has(name)) return undefined
    return async () => {
      this.#jobs.add(name)
      const over = () => void this.#jobs.delete(name)
      const ended = (error: unknown) => {
        over()
        if (error !== undefined) this.#failed(error)
      }
      const task = this.#task(name === 'resume' ? 'orders' : 'inventory', name, { ended, died: over })
      await this.tasks.begin(task, () => this.#services[name]())
    }
  }

  /** The bank's first webhook that nobody has heard yet; while there is trouble it may come again although it was heard. */
  async hearNotice(): Promise<void> {
    const notice = this.bank.books.notices[this.random.below(this.bank.books.notices.length)]
    if (!notice) return
    const { notices } = this.bank.books
    const heard = (error: unknown) => {
      if (error !== undefined) return this.#failed(error)
      const again = !this.#calm && this.random.chance(0.2)
      if (!again && notices.includes(notice)) notices.splice(notices.indexOf(notice), 1)
    }
    await this.ask(`notice ${notice.type}`, () => this.#services.requests.recordPayment(notice), heard)
  }

  /** What orders can be asked. */
  get requests(): Requests {
    return this.#services.requests
  }

  statusOf(orderId: string) {
    return this.orders.all().find(({ record }) => record.orderId === orderId)?.record.status
  }

  #buyer(name: string): Buyer {
    return new Buyer({
      ...{ name, sku, random: this.random, requests: this.#services.requests },
      statusOf: (orderId) => this.statusOf(orderId),
      ask: (...asked) => this.ask(...asked),
      failed: (error) => this.#failed(error),
    })
  }

  /** One of orders’ instances works on a request; `answered` hears what came of it. */
  async ask(name: string, work: () => Promise<unknown>, answered: (error: unknown) => void): Promise<void> {
    const died = () => answered(new ReplyLost('the instance died'))
    await this.tasks.begin(this.#task('orders', name, { ended: answered, died }), work)
  }

  #task(service: Service, name: string, fate: Pick<Task, 'ended' | 'died'>): Task {
    return { process: `${service}-${1 + this.random.below(2)}`, name, ...fate }
  }

  /** An acknowledgement may be lost on its way. */
  #acknowledge(from: string, done: { id: string; queue: string }): void {
    const lost = !this.#calm && this.random.chance(0.06)
    if (!lost && (from === 'orders' || from === 'inventory')) this.messages[from].acknowledge(done)
  }

  #failed(error: unknown): void {
    if (!isTrouble(error)) this.mistakes.push(String(error))
  }
}

const holdOf = (random: SeededRandom): number => holdsMs[random.below(holdsMs.length)] ?? holdsMs[0]

const moodOf = (random: SeededRandom): Mood => ({
  ...{ away: some(random) * 3, silent: some(random), slow: some(random), tells: random.chance(0.75) },
})

/** Mostly a little, sometimes much. */
const some = (random: SeededRandom): number => (random.chance(0.6) ? 0.03 : random.next() * 0.5)

const nobodyWaits = (): never => {
  throw new Error('nobody waits in a simulation but by a message')
}
