import assert from 'node:assert/strict'
import type { OrderStatus } from '@switchyard/contracts/orders'
import { isFailure } from '@switchyard/rpc/failure'
import fc from 'fast-check'
import { choicesOf } from '../acts.ts'
import type { Mood } from '../bank.ts'
import { declinedCard } from '../bank-books.ts'
import { SeededRandom } from '../random.ts'
import { done } from '../tasks.ts'
import { World } from '../world.ts'

/** What a buyer believes of an order, from what is public alone. */
export interface OrderModel {
  card: 'pays' | 'declined' | undefined
  /** As it was last seen. */
  status: OrderStatus | undefined
}

export const newOrderModel = (): OrderModel => ({ card: undefined, status: undefined })

const kindBank: Mood = { away: 0, silent: 0, slow: 0, tells: true }
/** So much more likely than an answer that nothing else comes of a question. */
const surely = 1_000_000
const moods = {
  answers: kindBank,
  'is away': { ...kindBank, away: surely },
  'charges and says nothing': { ...kindBank, silent: surely },
  'takes its time': { ...kindBank, slow: surely },
} as const

/** One order at the real code, of which a model is held to be true. */
export class OrderUnderModel {
  readonly world = new World({ random: new SeededRandom(1), mood: kindBank, holdMs: 300_000, buyers: 0 })
  readonly #startMs = this.world.clock.now()
  orderId: string | undefined

  /** Whether a hold may have run out. */
  get isLate(): boolean {
    return this.world.clock.now() - this.#startMs >= this.world.holdMs
  }

  get status(): OrderStatus | undefined {
    return this.orderId === undefined ? undefined : this.world.statusOf(this.orderId)
  }

  /** Asks for something and carries it to its answer, whatever else waits meanwhile. */
  async ask<Answer>(name: string, work: () => Promise<Answer>): Promise<{ answer?: Answer; error?: unknown }> {
    const { tasks } = this.world
    const outcome: { answer?: Answer; error?: unknown; isOver?: boolean } = {}
    const working = async () => {
      outcome.answer = await work()
    }
    const answered = (error: unknown) => Object.assign(outcome, { isOver: true, ...(error !== undefined && { error }) })
    await this.world.ask(name, working, answered)
    while (!outcome.isOver) {
      const own = tasks.pauses.findLast(({ task }) => task.name === name)
      if (!own) throw new Error(`${name} waits for nothing and has no answer`)
      await tasks.goOn(own, own.ways[0])
    }
    return outcome
  }

  /** Lets one of all that is due happen; `false`: nothing is. */
  async happens(index: number): Promise<boolean> {
    const due = choicesOf(this.world)
    await due[index % due.length]?.draw().run()
    return due.length > 0
  }
}

type Command = fc.AsyncCommand<OrderModel, OrderUnderModel>

/** Where an order may go from where it was seen, in any number of steps. */
const later: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: ['reserved', 'paid', 'confirmed', 'rejected'],
  reserved: ['paid', 'confirmed', 'rejected'],
  paid: ['confirmed', 'rejected'],
  ...{ confirmed: [], shipped: [], delivered: [], rejected: [], cancelled: [], returned: [] },
}

/** A command that is followed by a look: by itself an order only goes where it may. */
const command = (told: string, check: (model: OrderModel) => boolean, act: Command['run']): Command => ({
  check,
  toString: () => told,
  run: async (model, real) => {
    await act(model, real)
    const { status } = real
    const may =
      model.status === undefined || status === model.status || later[model.status].includes(status ?? 'pending')
    assert.ok(may, `an order went from ${model.status} to ${status}`)
    assert.ok(model.card !== 'declined' || (status !== 'paid' && status !== 'confirmed'), 'a declined card bought')
    model.status = status
  },
})

/** More than an order needs from its first message to its last. */
const dueMax = 80

const isPlaced = ({ status }: OrderModel): boolean => status !== undefined

const place = (card: 'pays' | 'declined'): Command =>
  command(
    `place, the card ${card}`,
    (model) => !isPlaced(model),
    async (model, real) => {
      const wish = { sku: 'contour-a2', quantity: 1, card: card === 'pays' ? 'tok_ok' : declinedCard }
      const { answer } = await real.ask('place', () => real.world.requests.place(wish, 'my order'))
      assert.ok(answer)
      real.orderId = answer.orderId
      Object.assign(model, { card, status: 'pending' })
    },
  )

const placeAgain = command(
  'place again',
  (model) => isPlaced(model),
  async (model, real) => {
    const wish = { sku: 'contour-a2', quantity: 1, card: model.card === 'pays' ? 'tok_ok' : declinedCard }
    const { answer } = await real.ask('place', () => real.world.requests.place(wish, 'my order'))
    assert.equal(answer?.orderId, real.orderId)
  },
)

const giveUp = (operation: 'cancel' | 'return', key: string): Command =>
  command(`${operation} under ${key}`, isPlaced, async (model, real) => {
    const ends = operation === 'cancel' ? 'cancelled' : 'returned'
    const from = operation === 'cancel' ? ['pending', 'reserved', 'paid', 'confirmed'] : ['shipped', 'delivered']
    const { answer, error } = await real.ask(operation, () => real.world.requests[operation](real.orderId ?? '', key))
    if (from.includes(model.status ?? '')) {
      assert.deepEqual(answer, { orderId: real.orderId, status: ends })
      model.status = ends
    } else if (answer) assert.deepEqual([answer.status, model.status], [ends, ends])
    else assert.ok(isFailure(error, operation === 'cancel' ? 'order_not_cancellable' : 'order_not_returnable'))
  })

const move = (to: 'shipped' | 'delivered', from: OrderStatus): Command =>
  command(
    `the parcel is ${to}`,
    ({ status }) => status === from,
    async (model, real) => {
      const { answer } = await real.ask('move', () => real.world.requests.moveParcel(real.orderId ?? '', to))
      assert.equal(answer?.status, to)
      model.status = to
    },
  )

const happen = (index: number) =>
  command(
    `${index} of what is due`,
    () => true,
    async (_, real) => void (await real.happens(index)),
  )

const happenAll = command(
  'all that is due',
  () => true,
  async (_, real) => {
    for (let acts = 0; acts < dueMax && (await real.happens(0)); acts++);
  },
)

const pay = (name: keyof typeof moods) =>
  command(
    `the bank ${name}`,
    () => true,
    async (_, { world }) => {
      world.bank.mood = moods[name]
    },
  )

const expire = command('the hold runs out', isPlaced, async (_, { world }) => world.pass(world.holdMs))

const wait = (seconds: number) =>
  command(`${seconds} s pass`, isPlaced, async (_, { world }) => world.pass(seconds * 1_000))

const duplicate = (index: number) =>
  command(`letter ${index} comes again`, isPlaced, async (_, { world }) => {
    const job = world.done[index % world.done.length]
    if (job) world.post.add(job.queue, job.letter)
  })

const crash = (index: number, isAfter: boolean) =>
  command(
    `a process dies ${isAfter ? 'after' : 'before'} ${index}`,
    () => true,
    async (_, { world: { tasks } }) => {
      const pause = tasks.pauses[index % tasks.pauses.length]
      if (!pause) return
      if (isAfter) await done(pause.ways[0]).catch(() => undefined)
      tasks.kill(pause.task.process)
    },
  )

const forget = command(
  'Redis forgets',
  () => true,
  async (_, { world }) => world.post.wipe({ keepsActive: false }),
)

const index = fc.nat({ max: 30 })

/** Every sequence of what buyers, the bank, time and misfortune may do to one order. */
export const orderCommands = fc.commands(
  [
    fc.constantFrom(place('pays'), place('pays'), place('declined')),
    ...Array.from({ length: 7 }, () => index.map(happen)),
    fc.constant(happenAll),
    fc.constantFrom(placeAgain, expire, forget, move('shipped', 'confirmed'), move('delivered', 'shipped')),
    fc.constantFrom(giveUp('cancel', 'a'), giveUp('cancel', 'b'), giveUp('return', 'a'), giveUp('return', 'b')),
    fc.constantFrom(
      move('shipped', 'confirmed'),
      move('delivered', 'shipped'),
      ...Object.keys(moods).map(isMood).map(pay),
    ),
    fc.constantFrom(1, 5, 20).map(wait),
    index.map(duplicate),
    fc.tuple(index, fc.boolean()).map(([at, isAfter]) => crash(at, isAfter)),
  ],
  { maxCommands: 80, size: 'max' },
)

function isMood(name: string): keyof typeof moods {
  if (name in moods) return name as keyof typeof moods
  throw new Error(`the bank has no mood ${name}`)
}
