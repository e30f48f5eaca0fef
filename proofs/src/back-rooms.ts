import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import { openInventoryDatabase } from '@switchyard/db/inventory'
import { openOrdersDatabase } from '@switchyard/db/orders'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { seedInventory } from '@switchyard/db/seed/inventory'
import { quote } from '@switchyard/inventory/catalogue'
import { createInventory } from '@switchyard/inventory/create-inventory'
import { tablesOfOrder as stockOfOrder } from '@switchyard/inventory/lab-copies'
import { pileFacts, stockroomFacts } from '@switchyard/inventory/stock-facts'
import { createStockStore } from '@switchyard/inventory/stock-store'
import { openCopier } from '@switchyard/messaging/copies'
import { createCopyDesk } from '@switchyard/messaging/copy-desk'
import { createMessaging } from '@switchyard/messaging/messaging'
import { createOrders } from '@switchyard/orders/create-orders'
import { openLab } from '@switchyard/orders/lab'
import type { testNetwork } from '@switchyard/rpc/testing/network'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { v7 } from 'uuid'
import { openBank } from './bank.ts'

export interface BackRoomsOptions {
  readonly adminUrl: string | undefined
  readonly redisUrl: string
  readonly redisPrefix: string
  /** Where orders and inventory are served. */
  readonly network: Awaited<ReturnType<typeof testNetwork>>
}

const patience = { max: 12, statementTimeoutMs: 20_000, connectMs: 20_000 }
const isOutage = (error: unknown) => databaseFaultOf(error) === 'away'
const secret = 'secret of the proofs'

/** What stands behind the gateway: orders, inventory and the bank, each on a database of its own, answering real calls. */
export async function openBackRooms({ adminUrl, redisUrl, redisPrefix, network }: BackRoomsOptions) {
  await using opened = new AsyncDisposableStack()
  const [ordersAt, inventoryAt] = await Promise.all([
    createScratchDatabase({ owner: 'orders', adminUrl }),
    createScratchDatabase({ owner: 'inventory', adminUrl }),
  ])
  opened.use(ordersAt)
  opened.use(inventoryAt)
  const bank = opened.use(await openBank({ adminUrl, clock }))
  const ofOrders = opened.adopt(openOrdersDatabase({ url: ordersAt.url, ...patience }), (it) => it.close())
  const ofInventory = opened.adopt(openInventoryDatabase({ url: inventoryAt.url, ...patience }), (it) => it.close())
  await seedInventory(ofInventory)

  const shared = { redisUrl, redisPrefix, clock, log, newId: () => v7(), random: Math.random }
  const messagingOf = (service: 'orders' | 'inventory', pool: typeof ofOrders.pool) =>
    opened.adopt(createMessaging({ service, pool, isOutage, ...shared }), (it) => it.close({ limitMs: 2_000 }))
  const forOrders = messagingOf('orders', ofOrders.pool)
  const forInventory = messagingOf('inventory', ofInventory.pool)
  const copier = opened.adopt(openCopier({ service: 'inventory', pool: ofInventory.pool, ...shared }), (it) =>
    it.close(),
  )
  const lab = opened.adopt(
    openLab({ ...shared, pool: ofOrders.pool, messaging: forOrders, die: () => undefined }),
    (it) => it.close(),
  )
  const orderRouter = createOrders({
    ...{ ...shared, database: ofOrders, workPool: ofOrders.pool, messaging: forOrders, lab },
    ...{ payments: bank.payments, accessSecret: secret, webhookSecret: secret, shipAfterMs: undefined },
    stockroom: {
      quote: (skus) => quote(ofInventory.pool, skus),
      reservation: createStockStore(ofInventory).reservation,
    },
    outsideBooks: {
      stockroom: (range) => stockroomFacts(ofInventory.pool, range),
      piles: () => pileFacts(ofInventory.pool),
      ledger: () => bank.entries(),
    },
    webhookTargets: 'any',
    /** No partner listens here. */
    postWebhook: async () => ({ kind: 'failed', result: 'nobody hears' }),
  })
  const stockRouter = createInventory({
    ...{ database: ofInventory, messaging: forInventory, holdMs: 900_000, ...shared },
    copies: createCopyDesk({ copier, pool: ofInventory.pool, tables: stockOfOrder }),
  })
  await network.serve(orders, orderRouter)
  await network.serve(inventory, stockRouter)
  await Promise.all([forOrders.start(), forInventory.start()])
  const kept = opened.move()
  return {
    databases: { orders: ofOrders.pool, inventory: ofInventory.pool },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
