import type { OrderPorts } from './order-books.ts'
import { ReplyLost } from './reply-lost.ts'
import type { StockPort } from './stock-books.ts'
import type { Tasks } from './tasks.ts'

/** How often a statement is carried out and its reply lost, while there is trouble. */
const lostShare = 0.04

/** The port of orders to its database as a process has it: whatever writes waits for its moment, and its reply may be lost. */
export const interruptedOrders = (ports: OrderPorts, tasks: Tasks): OrderPorts => ({
  ...ports,
  ownerOf: (orderId) => ports.ownerOf(orderId),
  store: {
    ...ports.store,
    save: (...asked) => written(tasks, 'save', () => ports.store.save(...asked)),
  },
  mails: { ...ports.mails, save: (...asked) => written(tasks, 'mail', () => ports.mails.save(...asked)) },
  insert: (order) => written(tasks, 'insert', () => ports.insert(order)),
})

/** The same for inventory; asking what became of a reservation is a call, which takes its time too. */
export const interruptedStock = (port: StockPort, tasks: Tasks): StockPort => ({
  reserve: (asked) => written(tasks, 'reserve', () => port.reserve(asked)),
  commit: (asked) => written(tasks, 'commit', () => port.commit(asked)),
  release: (asked) => written(tasks, 'release', () => port.release(asked)),
  expire: (asked) => written(tasks, 'expire', () => port.expire(asked)),
  findOverdue: (asked) => port.findOverdue(asked),
  reservation: (orderId) =>
    tasks.pause('ask for the reservation', [
      { name: 'answered', weight: 1, act: () => port.reservation(orderId) },
      { name: 'unreached', weight: lostShare, act: lost },
    ]),
})

const written = <Answer>(tasks: Tasks, name: string, act: () => Promise<Answer>): Promise<Answer> =>
  tasks.pause(name, [
    { name: 'committed', weight: 1, act },
    { name: 'reply lost', weight: lostShare, act: () => act().then(lost) },
  ])

const lost = () => {
  throw new ReplyLost('the connection broke')
}
