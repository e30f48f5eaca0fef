import { type Act, anyOf, type Choice } from './act.ts'
import type { Job } from './post.ts'
import type { World } from './world.ts'

const services = ['orders', 'inventory'] as const

/** Everything that may happen next in a world by itself, but for time. */
export function choicesOf(world: World): Choice[] {
  const { tasks, post, bank, buyers, random, lazyQueue } = world
  const taken = (job: Job) => message(job.label, () => world.take(job))
  const [lazy, quick] = apart(post.waiting(), ({ queue }) => queue === lazyQueue)
  return [
    ...anyOf(quick, 1, random.below, taken),
    ...anyOf(lazy, 0.1, random.below, taken),
    ...anyOf(tasks.pauses, 1.2, random.below, (pause) => {
      const way = () => (world.calm ? pause.ways[0] : random.pick(pause.ways))
      return inner(pause.label, () => tasks.goOn(pause, way()))
    }),
    ...services.flatMap((service) => [...relaying(world, service), ...reconciling(world, service)]),
    ...timersOf(world),
    ...bank.choices(),
    ...(bank.books.notices.length > 0
      ? [
          choice(
            0.4,
            message('take a notice', () => world.hearNotice()),
          ),
        ]
      : []),
    ...buyers.flatMap((buyer) => buyer.choices()),
  ]
}

/** Those that are, and those that are not. */
function apart<T>(all: readonly T[], are: (one: T) => boolean): [T[], T[]] {
  return [all.filter(are), all.filter((one) => !are(one))]
}

/** Mostly the oldest row of the outbox, sometimes any: two relays may overtake each other. */
function relaying({ messages, post, random }: World, service: (typeof services)[number]): Choice[] {
  const books = messages[service]
  const draw = () => {
    const row = books.unrelayed[random.chance(0.8) ? 0 : random.below(books.unrelayed.length)]
    return inner(`relay ${row?.message.name}`, () => row && post.relay(service, books, row, { dies: false }))
  }
  return books.unrelayed.length > 0 ? [{ weight: 2.5, draw }] : []
}

function reconciling({ messages, post }: World, service: (typeof services)[number]): Choice[] {
  const books = messages[service]
  if (post.lost(books).length === 0) return []
  return [
    choice(
      0.5,
      timer(`reconcile ${service}`, () => post.reconcile(service, books)),
    ),
  ]
}

function timersOf(world: World): Choice[] {
  const nowMs = world.clock.now()
  const due = { resume: world.orders.nextDueMs() <= nowMs, sweep: world.stock.nextEndMs() <= nowMs }
  return (['resume', 'sweep'] as const).flatMap((name) => {
    const run = due[name] ? world.timer(name) : undefined
    return run ? [choice(0.5, timer(name, run))] : []
  })
}

const choice = (weight: number, act: Act): Choice => ({ weight, draw: () => act })
const message = (name: string, run: () => unknown): Act => ({ name, kind: 'message', run })
const timer = (name: string, run: () => unknown): Act => ({ name: `timer: ${name}`, kind: 'timer', run })
const inner = (name: string, run: () => unknown): Act => ({ name, kind: 'inner', run })
