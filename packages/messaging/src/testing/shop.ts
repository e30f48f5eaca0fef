import { inventory } from '@switchyard/contracts/inventory'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import { systemClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import { type Handler, insertInbox, type Received } from '../inbox.ts'
import { createMessaging, type Messaging } from '../messaging.ts'
import { insertOutbox, type Outgoing, outboxRows, outgoing } from '../outbox.ts'
import type { ConsumerOptions } from '../queue.ts'
import type { TestDatabase } from './database.ts'
import { wipe } from './redis.ts'

type Step = { orderId: string; stepId: string }

export interface ShopOptions {
  orders: TestDatabase
  inventory: TestDatabase
  redisUrl: string
  /** What inventory does with `releaseStock`; by default it applies it and tells `stockReleased`. */
  release?: Handler<Step>
  options?: ConsumerOptions
}

/** Two services that talk: orders commands, inventory answers, orders hears. */
export interface Shop extends AsyncDisposable {
  readonly orders: Messaging
  readonly inventory: Messaging
  /** One more instance, which does what inventory does by default. */
  startInventory(): Promise<AsyncDisposable>
  /** Commits a command to inventory, in orders' outbox. */
  command(): Promise<Step>
  /** Ids of the orders whose command inventory applied; one entry for each time. */
  released(): Promise<string[]>
  /** Ids of the orders whose answer orders applied. */
  heard(): Promise<string[]>
  /** Redis loses everything. */
  wipe(): Promise<void>
}

const newId = () => crypto.randomUUID()
const isOutage = (error: unknown) => databaseFaultOf(error) === 'away'

/** Both services on one Redis, under a prefix of their own. */
export async function startShop({ orders, inventory: stock, redisUrl, release, options }: ShopOptions): Promise<Shop> {
  const redisPrefix = `shop-${newId().slice(0, 8)}`
  for (const { pool } of [orders, stock]) {
    await pool.query('CREATE TABLE IF NOT EXISTS applied (order_id uuid)')
    await pool.query('TRUNCATE applied, outbox, deliveries, inbox, dead_letters, schedules, canaries, workers')
  }
  const common = { redisUrl, redisPrefix, isOutage, clock: systemClock, log: silentLog, newId }
  const startInventory = async (handler?: Handler<Step>): Promise<Messaging> => {
    const messaging = createMessaging({ ...common, service: 'inventory', pool: stock.pool })
    const answer = async (received: Received<Step>) => {
      const about = { id: newId(), aggregateId: received.payload.orderId }
      await applyOnce(stock.pool, received, [outgoing(inventory.events.stockReleased, received.payload, about)])
      messaging.wake()
    }
    messaging.handle(inventory.commands.releaseStock, handler ?? answer, options)
    await messaging.start()
    return messaging
  }
  const ordersSide = createMessaging({ ...common, service: 'orders', pool: orders.pool })
  const hear = (received: Received<Step>) => applyOnce(orders.pool, received, [])
  const ignore = async () => undefined
  ordersSide.subscribe('orders.fulfilment', {
    'inventory.stockReleased': hear,
    'inventory.stockReserved': ignore,
    'inventory.stockRefused': ignore,
    'inventory.stockCommitted': ignore,
    'inventory.reservationExpired': ignore,
  })
  await ordersSide.start()
  const stockSide = await startInventory(release)

  return {
    orders: ordersSide,
    inventory: stockSide,
    startInventory: async () => {
      const messaging = await startInventory()
      return { [Symbol.asyncDispose]: () => messaging.close({ limitMs: 2_000 }) }
    },
    command: async () => {
      const step = { orderId: newId(), stepId: 'release' }
      const message = outgoing(inventory.commands.releaseStock, step, { id: newId(), aggregateId: step.orderId })
      await orders.pool.query(insertOutbox('$1'), [outboxRows([message])])
      ordersSide.wake()
      return step
    },
    released: () => appliedIn(stock.pool),
    heard: () => appliedIn(orders.pool),
    wipe: () => wipe(redisPrefix),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([ordersSide.close({ limitMs: 2_000 }), stockSide.close({ limitMs: 2_000 })])
      await wipe(redisPrefix)
    },
  }
}

/** The shape of every handler: inbox note, effect and what it tells, in one statement. */
async function applyOnce(pool: Pool, received: Received<Step>, told: readonly Outgoing[]): Promise<void> {
  await pool.query(
    `WITH fresh AS (${insertInbox('$1', '$2')}),
          told AS (${insertOutbox('$3', 'WHERE EXISTS (SELECT 1 FROM fresh)')})
     INSERT INTO applied SELECT $4 WHERE EXISTS (SELECT 1 FROM fresh)`,
    [received.consumer, received.id, outboxRows(told), received.payload.orderId],
  )
}

async function appliedIn(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ order_id: string }>('SELECT order_id FROM applied ORDER BY order_id')
  return rows.map(({ order_id }) => order_id)
}
