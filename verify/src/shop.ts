/**
 * The whole shop in one process, for scenarios of a few seconds: the real orders, inventory and payment provider, each on
 * a database of its own, talking over a real Redis. Only the edge is missing, and time runs faster.
 */
import { randomUUID } from 'node:crypto'
import { type Books, check } from '@switchyard/checker/check'
import type { Verdict } from '@switchyard/contracts/facts'
import { inventory } from '@switchyard/contracts/inventory'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import { type InventoryDatabase, openInventoryDatabase } from '@switchyard/db/inventory'
import { type OrdersDatabase, openOrdersDatabase } from '@switchyard/db/orders'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { createMessaging } from '@switchyard/messaging/messaging'
import { wipe } from '@switchyard/messaging/testing/redis'
import { type Clock, systemClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import { v7 } from 'uuid'
import { quote } from '../../apps/inventory/src/catalogue.ts'
import { commitStock } from '../../apps/inventory/src/commit-stock.ts'
import { expireReservations, sweepEveryMs } from '../../apps/inventory/src/expire-reservations.ts'
import { releaseStock } from '../../apps/inventory/src/release-stock.ts'
import { reserveStock } from '../../apps/inventory/src/reserve-stock.ts'
import { pileFacts, stockroomFacts } from '../../apps/inventory/src/stock-facts.ts'
import { createStockStore } from '../../apps/inventory/src/stock-store.ts'
import { createOrders } from '../../apps/orders/src/create-orders.ts'
import { orderFacts } from '../../apps/orders/src/order-facts.ts'
import { httpPayments } from '../../apps/orders/src/payments-http.ts'
import { callOf, checkout } from '../../apps/orders/src/testing/world.ts'
import type { Instance } from './instance.ts'
import { openProvider } from './provider.ts'
import { hangPrints } from './wares.ts'

/** What a test run is given. */
export interface Engines {
  readonly adminUrl: string
  readonly redisUrl: string
}

export interface ShopOptions extends Engines {
  readonly clock: Clock
  /** Whether the provider's webhooks arrive. */
  readonly webhooks: boolean
  /** How long an unfinished order holds stock. */
  readonly holdMs: number
}

/** What {@link openShop} opens. */
export type Shop = Awaited<ReturnType<typeof openShop>>

/** Everything that one instance needs of its surroundings. */
interface Surroundings {
  readonly clock: Clock
  readonly redis: { readonly redisUrl: string; readonly redisPrefix: string }
}

const answerMsMax = 400
/** No scenario is about a machine that has other things to do. */
const patient = { connectMs: 20_000, statementTimeoutMs: 20_000 }
const logNothing = silentLog
const isOutage = (error: unknown) => databaseFaultOf(error) === 'away'

/** Opens a shop with a few prints to sell, one instance a service. */
export async function openShop({ adminUrl, redisUrl, clock, webhooks, holdMs }: ShopOptions) {
  await using opened = new AsyncDisposableStack()
  const scratch = async (owner: 'orders' | 'inventory' | 'payments') =>
    opened.use(await createScratchDatabase({ owner, adminUrl }))
  const [ordersAt, inventoryAt, paymentsAt] = await Promise.all([
    scratch('orders'),
    scratch('inventory'),
    scratch('payments'),
  ])
  const redis = { redisUrl, redisPrefix: `verify-${randomUUID().slice(0, 8)}` }
  opened.defer(() => wipe(redis.redisPrefix))
  const around = { clock, redis }
  const ordersDb = opened.adopt(openOrdersDatabase({ ...patient, url: ordersAt.url, max: 6 }), (it) => it.close())
  const inventoryDb = opened.adopt(openInventoryDatabase({ ...patient, url: inventoryAt.url, max: 6 }), (it) =>
    it.close(),
  )
  await hangPrints(inventoryDb.pool)

  const provider = opened.use(
    await openProvider({
      url: paymentsAt.url,
      // It reckons from times that its database has stamped, which are the wall's; only its waiting is quick.
      clock: { ...clock, now: systemClock.now },
      tell: async (notice) => {
        if (!webhooks) return
        const call = callOf({ principal: { kind: 'service', id: 'gateway' } })
        await live.orders.router.createCaller(call).recordPayment(notice)
      },
    }),
  )
  const books: Books = {
    orders: (after) => orderFacts(ordersDb.pool, after),
    stockroom: (range) => stockroomFacts(inventoryDb.pool, range),
    piles: () => pileFacts(inventoryDb.pool),
    ledger: () => provider.ledger(),
  }
  const newStockroom = () =>
    openInventory(openInventoryDatabase({ ...patient, url: inventoryAt.url, max: 12 }), { ...around, holdMs })
  const newOrders = () =>
    openOrders(openOrdersDatabase({ ...patient, url: ordersAt.url, max: 16, lockTimeoutMs: 4_000 }), {
      ...around,
      inventory: inventoryDb,
      books,
      paymentsUrl: provider.url,
    })
  const live = { orders: await newOrders(), inventory: await newStockroom() }
  opened.defer(async () => {
    await Promise.allSettled([live.orders.close(), live.inventory.close()])
  })
  const asGuest = (id: string, key: string = randomUUID()) =>
    live.orders.router.createCaller(callOf({ principal: { kind: 'guest', id }, key }))
  const until = async (holds: () => boolean | Promise<boolean>, limitMs = untilMsMax) => {
    const endMs = systemClock.now() + limitMs
    while (systemClock.now() < endMs && !(await holds())) await systemClock.sleep(50)
  }
  const order = (guest: string, orderId: string) => asGuest(guest).byId({ orderId })
  const kept = opened.move()
  return {
    live,
    databases: { orders: ordersDb.pool, inventory: inventoryDb.pool },
    asGuest,
    place: (guest: string, wanted: Parameters<typeof checkout>[0] = {}, key?: string) =>
      asGuest(guest, key).place({ ...checkout({ sku: 'plenty-a2', ...wanted }), contact: contactOf(guest) }),
    cancel: (guest: string, orderId: string) => asGuest(guest).cancel({ orderId }),
    order,
    /** Waits for what a broken shop may never do, and gives it up then. */
    until,
    untilStatus: (guest: string, orderId: string, statuses: readonly string[]) =>
      until(async () => statuses.includes((await order(guest, orderId).catch(() => undefined))?.status ?? '')),
    /** Waits until nobody owes an acknowledgement and no saga is under way. */
    untilQuiet: () => until(() => isQuiet([ordersDb.pool, inventoryDb.pool], ordersDb.pool)),
    /** Lets so much of the wall's time go by. */
    rest: (ms: number) => systemClock.sleep(ms),
    newStockroom: async () => {
      live.inventory = await newStockroom()
    },
    newOrders: async () => {
      live.orders = await newOrders()
    },
    /** Holds the order's row while `begin` runs, and then waits for all that it has begun and that waits for the row. */
    whileLocked: async (orderId: string, begin: () => Promise<Promise<unknown>[]>) => {
      const locker = await ordersDb.pool.connect()
      let begun: Promise<unknown>[] = []
      try {
        await locker.query('BEGIN')
        await locker.query('SELECT 1 FROM orders WHERE id = $1 FOR UPDATE', [orderId])
        begun = await begin()
      } finally {
        await locker.query('COMMIT').finally(() => locker.release())
      }
      await Promise.allSettled(begun)
    },
    whileProviderWaits: provider.whileItWaits,
    ledger: provider.ledger,
    /** Redis loses everything. */
    wipe: () => wipe(redis.redisPrefix),
    /** Everything that was ever sent is sent once more, under the same ids. */
    replay: async () => {
      for (const pool of [ordersDb.pool, inventoryDb.pool]) {
        await pool.query('UPDATE outbox SET relayed_at = NULL')
      }
    },
    check: (): Promise<Verdict> => check({ books, clock, sinceMs: clock.now() - 3_600_000, atRest: true }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

const untilMsMax = 3_000

async function isQuiet(pools: readonly Pool[], orders: Pool): Promise<boolean> {
  const open = await Promise.all(
    pools.map(async (pool) => {
      const { rows } = await pool.query<{ open: number }>(
        `SELECT (SELECT count(*) FROM outbox WHERE relayed_at IS NULL)::int
              + (SELECT count(*) FROM deliveries WHERE acknowledged_at IS NULL)::int AS open`,
      )
      return rows[0]?.open ?? 0
    }),
  )
  const { rows } = await orders.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM sagas WHERE state IN ('running', 'undoing')`,
  )
  return open.every((count) => count === 0) && rows[0]?.open === 0
}

/** The address that only this guest's orders may show. */
export const contactOf = (guest: string) => ({ name: 'Ada Example', email: `${guest}@verify.test` })

async function openInventory(database: InventoryDatabase, { clock, redis, holdMs }: Surroundings & { holdMs: number }) {
  const { pool } = database
  const newId = () => v7()
  const messaging = createMessaging({ service: 'inventory', pool, isOutage, ...redis, clock, log: logNothing, newId })
  const room = { store: createStockStore(database), clock, newId, wake: () => messaging.wake() }
  messaging.handle(inventory.commands.reserveStock, reserveStock({ ...room, holdMs }))
  messaging.handle(inventory.commands.commitStock, commitStock(room))
  messaging.handle(inventory.commands.releaseStock, releaseStock(room))
  messaging.every('expire-reservations', sweepEveryMs(holdMs), expireReservations(room))
  await messaging.start()
  return { pool, messaging, close: () => closeAll(messaging, database) } satisfies Instance
}

interface OrdersSurroundings extends Surroundings {
  readonly inventory: InventoryDatabase
  readonly books: Books
  readonly paymentsUrl: string
}

async function openOrders(database: OrdersDatabase, around: OrdersSurroundings) {
  const { clock, redis, books, paymentsUrl } = around
  const { pool } = database
  const newId = () => v7()
  const messaging = createMessaging({ service: 'orders', pool, isOutage, ...redis, clock, log: logNothing, newId })
  const stock = createStockStore(around.inventory)
  const router = createOrders({
    ...{ database, workPool: pool, messaging, clock, log: logNothing, newId, random: Math.random },
    stockroom: { quote: (skus) => quote(around.inventory.pool, skus), reservation: stock.reservation },
    payments: httpPayments({ url: paymentsUrl, secret: 'api', deadlineMs: answerMsMax, clock, log: logNothing }),
    outsideBooks: books,
    accessSecret: 'secret of the scenario',
    shipAfterMs: undefined,
    webhookSecret: 'secret of the scenario',
    webhookTargets: 'any',
    /** No partner listens here. */
    postWebhook: async () => ({ kind: 'failed', result: 'nobody hears' }),
  })
  await messaging.start()
  return { pool, messaging, router, close: () => closeAll(messaging, database) } satisfies Instance & {
    router: unknown
  }
}

async function closeAll(messaging: Instance['messaging'], database: { close(): Promise<void> }): Promise<void> {
  await messaging.close({ limitMs: 2_000 })
  await database.close()
}
