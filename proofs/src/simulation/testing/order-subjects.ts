import type { OrderFacts } from '@switchyard/contracts/facts'
import { openOrdersDatabase } from '@switchyard/db/orders'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { createKeyStore } from '@switchyard/orders/key-store'
import { createMailStore } from '@switchyard/orders/mail-store'
import { orderFacts } from '@switchyard/orders/order-facts'
import { insertOrders } from '@switchyard/orders/order-insert'
import { createOrderReads } from '@switchyard/orders/order-reads'
import { createOrderStore } from '@switchyard/orders/order-store'
import { TestClock } from '@switchyard/runtime/clock'
import { v7 } from 'uuid'
import { MessageBooks } from '../message-books.ts'
import { OrderBooks, type OrderPorts } from '../order-books.ts'

/** A database of orders under proof, behind its ports. */
export interface OrderSubject extends AsyncDisposable {
  readonly ports: OrderPorts
  readonly clock: TestClock
  /** What is in its outbox about an order, in the order of versions. */
  outbox(orderId: string): Promise<{ name: string; version: number | null }[]>
  /** What the checker would be told. */
  facts(orderId: string): Promise<OrderFacts | undefined>
}

/** The double. */
export async function orderBooksUnderProof(): Promise<OrderSubject> {
  const clock = new TestClock()
  const messages = new MessageBooks()
  const books = new OrderBooks({ messages, clock, newId: v7 })
  return {
    ...{ ports: books, clock },
    outbox: async (orderId) =>
      messages.rows
        .filter(({ message }) => message.aggregateId === orderId)
        .map(({ message: { name, version } }) => ({ name, version })),
    facts: async (orderId) => books.facts().find((order) => order.orderId === orderId),
    [Symbol.asyncDispose]: async () => undefined,
  }
}

/** Postgres. */
export async function orderDatabaseUnderProof({ adminUrl }: { adminUrl: string | undefined }): Promise<OrderSubject> {
  const scratch = await createScratchDatabase({ owner: 'orders', adminUrl })
  const database = openOrdersDatabase({ url: scratch.url, max: 4, connectMs: 20_000, statementTimeoutMs: 20_000 })
  const { pool } = database
  const clock = new TestClock()
  const reads = createOrderReads(database)
  return {
    clock,
    ports: {
      store: createOrderStore({ pool, clock, newId: v7 }),
      keys: createKeyStore({ pool }),
      mails: createMailStore({ pool }),
      insert: (order) => insertOrders(pool, [order]),
      ownerOf: (orderId) => reads.ownerOf(orderId).then((found) => found),
    },
    outbox: async (orderId) => {
      const { rows } = await pool.query<{ name: string; version: number | null }>(
        'SELECT name, version FROM outbox WHERE aggregate_id = $1 ORDER BY version, id',
        [orderId],
      )
      return rows
    },
    facts: async (orderId) => {
      const { orders } = await orderFacts(pool, '00000000-0000-0000-0000-000000000000')
      return orders.find((order) => order.orderId === orderId)
    },
    [Symbol.asyncDispose]: async () => {
      await database.close()
      await scratch[Symbol.asyncDispose]()
    },
  }
}
