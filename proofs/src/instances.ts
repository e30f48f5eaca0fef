import { inBatches } from '@switchyard/contracts/batches'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import type { InventoryDatabase } from '@switchyard/db/inventory'
import type { OrdersDatabase } from '@switchyard/db/orders'
import { quote } from '@switchyard/inventory/catalogue'
import { createInventory } from '@switchyard/inventory/create-inventory'
import { pileFacts, stockroomFacts } from '@switchyard/inventory/stock-facts'
import { createStockStore } from '@switchyard/inventory/stock-store'
import { createBullmqEngine } from '@switchyard/messaging/bullmq-engine'
import { composeMessaging } from '@switchyard/messaging/messaging'
import { openRedis } from '@switchyard/messaging/redis'
import { createOrders } from '@switchyard/orders/create-orders'
import type { Payments } from '@switchyard/orders/payments'
import type { Clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import { v7 } from 'uuid'
import type { Bank } from './bank.ts'
import { Life } from './life.ts'
import { type Fate, mortalEngine, mortalMessaging, mortalPayments, mortalPool } from './mortal.ts'
import type { Trap } from './trap.ts'

/** What instances are made of; all of it outlives them. */
export interface Means {
  readonly orders: OrdersDatabase
  readonly inventory: InventoryDatabase
  readonly payments: Payments
  readonly bank: Pick<Bank, 'entries'>
  readonly redisUrl: string
  readonly redisPrefix: string
  readonly speed: number
  readonly holdMs: number
  readonly clock: Clock
  readonly trap: Trap
  readonly before: Fate['before']
}

/** One process of a service. */
export interface Instance {
  readonly life: Life
  wake(): void
  /** Ends in peace. */
  close(): Promise<void>
}

/** In production a dead worker's job is free after six seconds. */
const lockMs = 6_000

/** Messaging of one process, over which its fate decides. */
function messagingOf(name: 'orders' | 'inventory', pool: Pool, means: Means, fate: Fate) {
  const { redisUrl, redisPrefix, speed, clock } = means
  const redis = openRedis({ url: redisUrl, profile: 'request', log })
  const engine = createBullmqEngine({ redis, redisUrl, redisPrefix, inBatches, lockMs: lockMs / speed, clock, log })
  const disconnect = () => {
    engine.disconnect()
    redis.disconnect()
  }
  fate.life.atDeath(disconnect)
  const parts = { service: name, pool, isOutage, clock, log, newId: v7, hint: () => undefined }
  return mortalMessaging(composeMessaging({ ...parts, engine: mortalEngine({ ...engine, disconnect }, fate) }), fate)
}

const isOutage = (error: unknown) => databaseFaultOf(error) === 'away'
const fateOf = ({ trap, before }: Means): Fate => ({ life: new Life(), trap, before })

/** Starts what orders does by itself. */
export function startOrders(means: Means): Instance {
  const fate = fateOf(means)
  const pool = mortalPool(means.orders.pool, fate)
  const messaging = messagingOf('orders', pool, means, fate)
  createOrders({ ...orderParts(means), messaging, workPool: pool, payments: mortalPayments(means.payments, fate) })
  return started(messaging, fate)
}

/** Starts inventory. */
export function startInventory(means: Means): Instance {
  const fate = fateOf(means)
  const { inventory, holdMs, clock } = means
  const pool = mortalPool(inventory.pool, fate)
  const messaging = messagingOf('inventory', pool, means, fate)
  createInventory({ database: { ...inventory, pool }, messaging, holdMs, clock, newId: v7 })
  return started(messaging, fate)
}

/** Orders as buyers call it: answers, and leaves all work to the instance that `wake` wakes. */
export function unstartedOrders(means: Means, { newId, wake }: { newId: () => string; wake: () => void }) {
  const fate = fateOf(means)
  const messaging = { ...messagingOf('orders', means.orders.pool, means, fate), wake }
  const router = createOrders({ ...orderParts(means), messaging, payments: means.payments, newId })
  return { createCaller: router.createCaller, close: () => void fate.life.die() }
}

function started(messaging: ReturnType<typeof messagingOf>, { life }: Fate): Instance {
  void messaging.start()
  return { life, wake: () => messaging.wake(), close: () => messaging.close({ limitMs: 2_000 }) }
}

const orderParts = ({ orders, inventory, bank, clock }: Means) => ({
  database: orders,
  workPool: orders.pool,
  stockroom: {
    quote: (skus: readonly string[]) => quote(inventory.pool, skus),
    reservation: createStockStore(inventory).reservation,
  },
  outsideBooks: {
    stockroom: (range: Parameters<typeof stockroomFacts>[1]) => stockroomFacts(inventory.pool, range),
    piles: () => pileFacts(inventory.pool),
    ledger: () => bank.entries(),
  },
  webhookSecret: 'secret of the proofs',
  webhookTargets: 'any' as const,
  /** No partner listens here. */
  postWebhook: async () => ({ kind: 'failed', result: 'nobody hears' }) as const,
  ...{ accessSecret: 'secret of the proofs', shipAfterMs: undefined, clock, log, newId: v7, random: Math.random },
})
