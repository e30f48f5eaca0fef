/**
 * The world around orders for tests: a real database, and doubles of our own ports. Messages move only when a test says
 * so, in the order and number it says.
 *
 *     await using world = await openWorld({ adminUrl: process.env.TEST_DATABASE_URL })
 *     const { orderId } = await world.place()
 *     await world.settle()
 *     expect((await world.order(orderId)).status).toBe('confirmed')
 */
import { randomUUID } from 'node:crypto'
import { openOrdersDatabase } from '@switchyard/db/orders'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import type { CallContext, Principal } from '@switchyard/rpc/envelope'
import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { v7 } from 'uuid'
import { createOrders } from '../create-orders.ts'
import type { PostWebhook } from '../webhook-post.ts'
import type { WebhookTargets } from '../webhook-target.ts'
import { FakeInventory } from './fake-inventory.ts'
import { FakePayments } from './fake-payments.ts'
import { HandMessaging, type Row } from './hand-messaging.ts'

/** Whoever calls unless a test says otherwise. */
export const guest: Principal = { kind: 'guest', id: 'g1' }

/** A call as rpc would hand it to an operation. */
export const callOf = ({ principal = guest, key }: { principal?: Principal; key?: string } = {}): CallContext => ({
  envelope: {
    callId: randomUUID(),
    principal,
    deadlineAtMs: Number.MAX_SAFE_INTEGER,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    ...(key !== undefined && { idempotencyKey: key }),
  },
  signal: new AbortController().signal,
})

/** A checkout that fits the contract. */
export const checkout = ({ sku = 'contour-no-2-a2', quantity = 1, token = 'tok_ok', country = 'EU' } = {}) => ({
  lines: [{ sku, quantity }],
  contact: { name: 'Ada Example', email: 'ada@example.test' },
  address: { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country },
  payment: { token },
})

/** Nobody else has anything in their books. */
const emptyBooks = {
  stockroom: async () => ({ reservations: [], sent: [], buried: [] }),
  piles: async () => [],
  ledger: async () => [],
}

const nobodyHears: PostWebhook = async () => ({ kind: 'failed', result: 'nobody hears' })

/** What {@link openWorld} opens. */
export type World = Awaited<ReturnType<typeof openWorld>>

/** Opens the service on a database of its own. */
export async function openWorld({
  stock = { 'contour-no-2-a2': 100 },
  shipAfterMs,
  webhookTargets = 'any',
  postWebhook = nobodyHears,
  adminUrl,
}: {
  stock?: Record<string, number>
  shipAfterMs?: number
  webhookTargets?: WebhookTargets
  postWebhook?: PostWebhook
  /** Tests pass `process.env.TEST_DATABASE_URL`. */
  adminUrl: string | undefined
}) {
  const scratch = await createScratchDatabase({ owner: 'orders', adminUrl })
  const database = openOrdersDatabase({ url: scratch.url, max: 12, connectMs: 20_000, lockTimeoutMs: 1_000 })
  const clock = new TestClock(Date.UTC(2026, 10, 20, 12))
  const inventory = new FakeInventory(stock)
  const payments = new FakePayments()
  const messaging = new HandMessaging()
  const router = createOrders({
    ...{
      database,
      workPool: database.pool,
      messaging,
      stockroom: inventory,
      payments,
      outsideBooks: emptyBooks,
      clock,
      log: silentLog,
      newId: v7,
      random: Math.random,
    },
    ...{
      accessSecret: 'secret of the test',
      webhookSecret: 'secret of the test',
      webhookTargets,
      postWebhook,
      shipAfterMs,
    },
  })
  const carried = new Set<string>()

  /** The messages that were not carried yet, oldest first. */
  const waiting = async (): Promise<Row[]> => {
    const { rows } = await database.pool.query<Row>('SELECT id, name, payload FROM outbox ORDER BY created_at, id')
    return rows.filter(({ id }) => !carried.has(id))
  }

  const carry = async (row: Row, { copies = 1, attempt = 1 }: { copies?: number; attempt?: number } = {}) => {
    for (let copy = 0; copy < copies; copy++) {
      if (!row.name.startsWith('inventory.')) await messaging.deliver(row, attempt)
      else await answer(row, copies)
    }
    carried.add(row.id)
  }

  const answer = async ({ name, payload }: Row, copies: number) => {
    const event = inventory.handle(name, payload)
    const id = randomUUID()
    for (let copy = 0; copy < copies; copy++) await messaging.deliver({ id, ...event })
  }

  const caller = (call: CallContext) => router.createCaller(call)
  return {
    ...{ ...database, clock, inventory, payments, messaging, caller, waiting, carry },

    place: (input: Parameters<typeof checkout>[0] = {}, { principal = guest, key = randomUUID() as string } = {}) =>
      caller(callOf({ principal, key })).place(checkout(input)),

    cancel: (orderId: string, { key = randomUUID() as string, principal = guest } = {}) =>
      caller(callOf({ principal, key })).cancel({ orderId }),

    return: (orderId: string, { key = randomUUID() as string, principal = guest } = {}) =>
      caller(callOf({ principal, key })).return({ orderId }),

    /** Ships or delivers an order, as staff would say. */
    moveParcel: (orderId: string, to: 'shipped' | 'delivered') =>
      caller(callOf({ principal: { kind: 'staff', id: 's1' } })).moveParcel({ orderId, to }),

    order: (orderId: string) => caller(callOf()).byId({ orderId }),
    timeline: (orderId: string, seq = 0) => caller(callOf()).timelineSince({ orderId, seq }),

    /** Carries the oldest message named so; fails when none waits. */
    async carryNext(name: string, options?: { copies?: number; attempt?: number }) {
      const row = (await waiting()).find((one) => one.name === name)
      if (!row) throw new Error(`no ${name} waits`)
      await carry(row, options)
    },

    /** Carries everything until nothing waits; what a handler refuses is tried again, up to its attempts. */
    async settle({ copies = 1 }: { copies?: number } = {}) {
      for (let round = 1; round <= 60; round++) {
        const rows = await waiting()
        if (rows.length === 0) return
        for (const row of rows)
          await carry(row, { copies, attempt: Math.min(round, 10) }).catch(() => clock.advance(10_000))
      }
      throw new Error('messages still wait after 60 rounds')
    },

    run: (job: string) => messaging.jobs.get(job)?.(),

    /** How many connections wait for a lock that another has. */
    async blocked() {
      const { rowCount } = await database.pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
      return rowCount
    },

    async [Symbol.asyncDispose]() {
      await database.close()
      await scratch[Symbol.asyncDispose]()
    },
  }
}
