/**
 * The shop in one process: real orders, inventory and payment provider on a real Postgres and a real Redis, in a time that
 * runs faster. Each service is a life that can end at any boundary and begins again at once, as the host would have it.
 *
 *     await using shop = await openShop({ adminUrl: process.env.TEST_DATABASE_URL, redisUrl: testRedisUrl() })
 *     const orderId = await shop.place({ token: 'tok_timeout' })
 *     await shop.becomes(orderId, 'confirmed')
 */
import type { OrderStatus } from '@switchyard/contracts/orders'
import { openInventoryDatabase } from '@switchyard/db/inventory'
import { openOrdersDatabase } from '@switchyard/db/orders'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { seedInventory } from '@switchyard/db/seed/inventory'
import type { Received } from '@switchyard/messaging/inbox'
import { openRedis } from '@switchyard/messaging/redis'
import type { Payments } from '@switchyard/orders/payments'
import type { CallContext, Principal } from '@switchyard/rpc/envelope'
import { silentLog } from '@switchyard/runtime/log'
import { fastClock } from '@switchyard/runtime/testing/fast-clock'
import { v7 } from 'uuid'
import { openBank } from './bank.ts'
import { type Instance, type Means, startInventory, startOrders, unstartedOrders } from './instances.ts'
import { Trap } from './trap.ts'

export interface ShopOptions {
  readonly adminUrl: string | undefined
  readonly redisUrl: string
  /** How much faster its time runs. */
  readonly speed?: number
  /** How long a hold lasts, in the shop's own time. */
  readonly holdMs?: number
  /** Puts something between orders and the bank; for planting a bug. */
  readonly overBank?: (payments: Payments) => Payments
}

/** What is bought; by default one print that there are many of, with a card that pays. */
export interface Wish {
  readonly sku?: string
  readonly quantity?: number
  readonly token?: string
}

export type Shop = Awaited<ReturnType<typeof openShop>>

const service: Principal = { kind: 'service', id: 'gateway' }
const buyer: Principal = { kind: 'guest', id: 'buyer' }

/** Opens it on databases and under a Redis prefix of its own; disposing leaves nothing behind. */
export async function openShop(options: ShopOptions) {
  const { adminUrl, redisUrl, speed = 8, holdMs = 900_000, overBank = (payments) => payments } = options
  const clock = fastClock(speed)
  const patience = { max: 16, statementTimeoutMs: 20_000, connectMs: 20_000 }
  const [ofOrders, ofInventory, bank] = await Promise.all([
    createScratchDatabase({ owner: 'orders', adminUrl }),
    createScratchDatabase({ owner: 'inventory', adminUrl }),
    openBank({ adminUrl, clock }),
  ])
  const orders = openOrdersDatabase({ url: ofOrders.url, ...patience, lockTimeoutMs: 5_000 })
  const inventory = openInventoryDatabase({ url: ofInventory.url, ...patience })
  await seedInventory(inventory)

  const redisPrefix = `proofs-${v7().slice(-8)}`
  const trap = new Trap()
  const interventions = new Map<string, () => Promise<void>>()
  const before = async ({ name, payload }: Received<unknown>) => {
    await interventions.get(`${name} ${Object(payload).orderId}`)?.()
  }
  const payments = overBank(bank.payments)
  const means: Means = { orders, inventory, payments, bank, redisUrl, redisPrefix, speed, holdMs, clock, trap, before }
  const lives = new Map<string, Instance>()
  let deaths = 0
  const begin = (name: string, start: (means: Means) => Instance) => {
    const instance = start(means)
    lives.set(name, instance)
    instance.life.atDeath(() => {
      deaths += 1
      setImmediate(() => begin(name, start))
    })
  }
  begin('orders', startOrders)
  begin('inventory', startInventory)

  const ids: string[] = []
  const takeTurn = turns()
  const front = unstartedOrders(means, { newId: () => ids.shift() ?? v7(), wake: () => lives.get('orders')?.wake() })
  const as = (principal: Principal) => front.createCaller(callOf(principal))
  const statusOf = async (orderId: string): Promise<OrderStatus | undefined> => {
    const { rows } = await orders.pool.query<{ status: OrderStatus }>('SELECT status FROM orders WHERE id = $1', [
      orderId,
    ])
    return rows[0]?.status
  }

  return {
    ...{ orders, inventory, bank, trap, clock, speed, redisUrl, redisPrefix, statusOf },
    deaths: () => deaths,
    /** Places an order, under an id that a trap may know before. */
    async place({ sku = 'contour-no-2-a2', quantity = 1, token = 'tok_ok' }: Wish = {}, orderId: string = v7()) {
      await using _turn = await takeTurn()
      ids.push(orderId)
      const placed = await as(buyer).place({
        lines: [{ sku, quantity }],
        contact: { name: 'Ada Example', email: 'ada@example.test' },
        address: { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' },
        payment: { token },
      })
      if (placed.orderId !== orderId) throw new Error('the order has another id than it was given')
      return orderId
    },
    cancel: (orderId: string) => as(buyer).cancel({ orderId }),
    return: (orderId: string) => as(buyer).return({ orderId }),
    moveParcel: (orderId: string, to: 'shipped' | 'delivered') => as(service).moveParcel({ orderId, to }),
    /** What the bank's webhook brings. */
    recordPayment: (notice: Parameters<ReturnType<typeof as>['recordPayment']>[0]) => as(service).recordPayment(notice),
    /** The checker's verdict over all books, as of a shop at rest. */
    check: () => as(service).check({}),
    order: (orderId: string) => as(buyer).byId({ orderId }),
    /** Whether nothing more will happen to it by itself. */
    async isAtEnd(orderId: string): Promise<boolean> {
      const { rows } = await orders.pool.query<{ state: string }>('SELECT state FROM sagas WHERE order_id = $1', [
        orderId,
      ])
      return rows[0]?.state === 'done' || rows[0]?.state === 'undone'
    },
    /** Lets something happen right before a message is handled, each time it is. */
    intervene: (message: string, orderId: string, run: () => Promise<void>) =>
      interventions.set(`${message} ${orderId}`, run),
    /** Resolves once it holds; rejects after `limitMs` of real time with what was there instead. */
    async becomes(orderId: string, status: OrderStatus, { limitMs = 30_000 } = {}) {
      const end = Date.now() + limitMs
      for (;;) {
        const found = await statusOf(orderId)
        if (found === status) return
        if (Date.now() > end) throw new Error(`order ${orderId} is ${found} and not ${status} after ${limitMs} ms`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    [Symbol.asyncDispose]: async () => {
      trap.disarm()
      await Promise.all([...lives.values()].map((instance) => instance.close()))
      front.close()
      await Promise.all([orders.close(), inventory.close(), bank[Symbol.asyncDispose]()])
      await Promise.all([
        ofOrders[Symbol.asyncDispose](),
        ofInventory[Symbol.asyncDispose](),
        forget(redisUrl, redisPrefix),
      ])
    },
  }
}

/** Deletes what a run left under its prefix. */
async function forget(url: string, prefix: string): Promise<void> {
  const redis = openRedis({ url, profile: 'worker', log: silentLog })
  await redis.eval(`for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end`, 0, `${prefix}:*`)
  redis.disconnect()
}

/** One at a time, so that each order gets the id that was meant for it. */
function turns() {
  let last: Promise<void> = Promise.resolve()
  return async () => {
    const before = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = promise
    await before
    return { [Symbol.asyncDispose]: async () => resolve() }
  }
}

const callOf = (principal: Principal): CallContext => ({
  envelope: {
    callId: v7(),
    principal,
    deadlineAtMs: Number.MAX_SAFE_INTEGER,
    idempotencyKey: v7(),
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  },
  signal: new AbortController().signal,
})
