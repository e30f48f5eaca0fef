import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { commitStock } from '@switchyard/inventory/commit-stock'
import { expireReservations } from '@switchyard/inventory/expire-reservations'
import { releaseStock } from '@switchyard/inventory/release-stock'
import { reserveStock } from '@switchyard/inventory/reserve-stock'
import type { Arrival } from '@switchyard/messaging/engine'
import { NotYet } from '@switchyard/messaging/engine'
import { subscriberIntake } from '@switchyard/messaging/pub-sub'
import { commandIntake } from '@switchyard/messaging/queue'
import { type Intake, receiver } from '@switchyard/messaging/receive'
import { createChangeOrder } from '@switchyard/orders/change-order'
import { chargeCard } from '@switchyard/orders/charge-card.job'
import { createMailroom } from '@switchyard/orders/mailroom'
import type { Payments } from '@switchyard/orders/payments'
import { fulfilment, mailroom } from '@switchyard/orders/reactions'
import { refundCard } from '@switchyard/orders/refund-card.job'
import { resumeFulfilments } from '@switchyard/orders/resume-fulfilments.job'
import type { Clock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { type Bug, sound } from './bug.ts'
import type { MessageBooks } from './message-books.ts'
import type { OrderPorts } from './order-books.ts'
import type { Service } from './post.ts'
import { ReplyLost } from './reply-lost.ts'
import { requestsTo } from './requests.ts'
import type { StockPort } from './stock-books.ts'
import type { Tasks } from './tasks.ts'

export interface ServiceParts {
  readonly ports: { readonly orders: OrderPorts; readonly stock: StockPort; readonly payments: Payments }
  readonly messages: Readonly<Record<Service, MessageBooks>>
  readonly tasks: Tasks
  readonly clock: Clock
  readonly newId: () => string
  readonly random: () => number
  readonly holdMs: number
  /** A consumer has told the sender that a delivery is done. */
  readonly acknowledge: (from: string, done: { id: string; queue: string }) => void
  /** Something failed that was no trouble of the world's. */
  readonly failed: (error: unknown) => void
  readonly bug?: Bug
}

/** Orders and inventory as they are, put together over the ports that they are given: what they hear, are asked and do by the clock. */
export function createServices(parts: ServiceParts) {
  const { ports, clock, newId, holdMs, failed, bug = sound } = parts
  const store = ports.orders.store
  const changeOrder = bug.changeOrder(createChangeOrder({ store, signals: deaf, clock }))
  const stockroom = { quote, reservation: (orderId: string) => ports.stock.reservation(orderId) }
  const room = { store: ports.stock, clock, newId, wake: deaf.wake }
  const charging = { changeOrder, payments: ports.payments, clock }
  const { reserveStock: reserve, commitStock: commit, releaseStock: release } = inventory.commands
  const intakes: readonly (readonly [Service, Intake])[] = [
    ['inventory', commandIntake(reserve, reserveStock({ ...room, holdMs }))],
    ['inventory', commandIntake(commit, commitStock(room))],
    ['inventory', commandIntake(release, releaseStock(room))],
    ['orders', commandIntake(orders.commands.chargeCard, chargeCard(charging), { attempts: 10 })],
    ['orders', commandIntake(orders.commands.refundCard, refundCard(charging), { attempts: 10 })],
    ['orders', subscriberIntake('orders.fulfilment', fulfilment({ changeOrder }))],
    ['orders', subscriberIntake('orders.mailroom', mailroom(createMailroom({ mails: ports.orders.mails, clock })))],
  ]
  const receivers = new Map(intakes.map(([service, intake]) => [intake.queue, receiving(parts, service, intake)]))
  const warn = (about: object) => {
    if ('err' in about && !isTrouble(about.err)) failed(about.err)
  }
  return {
    queues: [...receivers.keys()],
    hears: (queue: string) => receivers.has(queue),
    serviceOf: (queue: string): Service => (queue.startsWith('inventory.') ? 'inventory' : 'orders'),
    receive: (queue: string, arrival: Arrival) => receivers.get(queue)?.receive(arrival) ?? Promise.resolve(),
    resume: resumeFulfilments({ store, changeOrder, stockroom, clock, log: { warn } }),
    sweep: expireReservations(room),
    requests: requestsTo({ ...parts, changeOrder, stockroom, signals: deaf }),
  }
}

/** What comes of the world's trouble and not of a mistake. */
export const isTrouble = (error: unknown): boolean => error instanceof ReplyLost

const deaf = { wake: () => undefined, hint: () => undefined }
const running = new AbortController().signal

/** The real way of a message into a service, over doubles of its tables. */
function receiving({ messages, tasks, newId, acknowledge }: ServiceParts, service: Service, intake: Intake) {
  const books = messages[service]
  return receiver({
    ...{ intake, newId, isOutage: isTrouble, signal: running, log: silentLog },
    acknowledgements: { add: acknowledge },
    keep: async ({ letter, queue, reason }) => void books.buried.push({ messageId: letter.id, queue, reason }),
    settle: async () => undefined,
    order: {
      check: async ({ id, after }, consumer) => {
        if (after !== undefined && !books.knows({ consumer, id: after })) throw new NotYet(`${id} waits for ${after}`)
      },
      note: ({ id }, consumer) =>
        tasks.pause('note', [{ name: 'committed', weight: 1, act: () => void books.note({ consumer, id }) }]),
    },
  })
}

const price = { amount: 12_000, currency: 'EUR' } as const
const quote = async (skus: readonly string[]) =>
  skus.map((sku) => ({
    ...{ sku, slug: 'contour', title: 'Contour', size: 'a2' as const, edition: 9, available: 1 },
    unitPrice: price,
  }))
