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
import type { Reservation } from '@switchyard/contracts/inventory'
import { openOrdersDatabase } from '@switchyard/db/orders'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import type { Handler, Received } from '@switchyard/messaging/inbox'
import type { Messaging } from '@switchyard/messaging/messaging'
import type { CallContext, Principal } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { v7 } from 'uuid'
import { createOrders } from './create-orders.ts'
import type { ChargeStanding, Payments } from './payments.ts'
import type { Stockroom } from './stockroom.ts'

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

export const checkout = ({ sku = 'contour-no-2-a2', quantity = 1, token = 'tok_ok', country = 'EU' } = {}) => ({
  lines: [{ sku, quantity }],
  contact: { name: 'Ada Example', email: 'ada@example.test' },
  address: { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country },
  payment: { token },
})

/** Inventory as orders knows it: reserve, commit and release with its tombstones. */
export class FakeInventory implements Stockroom {
  readonly stock: Map<string, number>
  readonly reservations = new Map<string, Reservation>()
  isDown = false
  #next = new Map<string, number>()

  constructor(stock: Record<string, number>) {
    this.stock = new Map(Object.entries(stock))
  }

  async quote(skus: readonly string[]) {
    if (this.isDown) throw new Failure('inventory_unavailable', { retryAfterMs: 1_000 })
    const unitPrice = { amount: 12_000, currency: 'EUR' as const }
    return skus
      .filter((sku) => this.stock.has(sku))
      .map((sku) => ({
        ...{ sku, slug: sku.slice(0, -3), title: 'Contour No. 2' },
        size: 'a2' as const,
        edition: 100,
        unitPrice,
        available: 1,
      }))
  }

  async reservation(orderId: string) {
    if (this.isDown) throw new Failure('unavailable')
    return this.reservations.get(orderId) ?? null
  }

  /** Carries a command out and returns the event that answers it. */
  handle(name: string, payload: { orderId: string; stepId: string; lines?: { sku: string; quantity: number }[] }) {
    const { orderId, stepId } = payload
    const expiresAt = '2026-12-01T00:00:00.000Z'
    const refused = { name: 'inventory.stockRefused', payload: { orderId, stepId, sku: null } }
    if (name === 'inventory.reserveStock') {
      const known = this.reservations.get(orderId) ?? this.#reserve(orderId, payload.lines ?? [])
      const held = known.state === 'held' || known.state === 'committed'
      return held ? { name: 'inventory.stockReserved', payload: { orderId, stepId, expiresAt } } : refused
    }
    if (name === 'inventory.commitStock') {
      const lines = this.#commit(orderId)
      return lines ? { name: 'inventory.stockCommitted', payload: { orderId, stepId, lines } } : refused
    }
    this.end(orderId, 'released')
    return { name: 'inventory.stockReleased', payload: { orderId, stepId } }
  }

  /** Gives back what is held or sold; before any reservation it forbids one. */
  end(orderId: string, state: 'released' | 'expired'): void {
    const known = this.reservations.get(orderId)
    if (known?.state === 'held' || known?.state === 'committed') {
      for (const { sku, quantity } of known.lines) this.stock.set(sku, (this.stock.get(sku) ?? 0) + quantity)
    }
    if (known && known.state !== 'held' && known.state !== 'committed') return
    this.reservations.set(orderId, { orderId, state, lines: [], expiresAt: null })
  }

  #reserve(orderId: string, lines: { sku: string; quantity: number }[]): Reservation {
    const enough = lines.every(({ sku, quantity }) => (this.stock.get(sku) ?? 0) >= quantity)
    if (enough) for (const { sku, quantity } of lines) this.stock.set(sku, (this.stock.get(sku) ?? 0) - quantity)
    const reservation: Reservation = {
      ...{ orderId, state: enough ? 'held' : 'refused', expiresAt: null },
      lines: lines.map((line) => ({ ...line, numbers: [] })),
    }
    this.reservations.set(orderId, reservation)
    return reservation
  }

  #commit(orderId: string) {
    const known = this.reservations.get(orderId)
    if (known?.state !== 'held' && known?.state !== 'committed') return undefined
    const lines = known.lines.map((line) => {
      const next = this.#next.get(line.sku) ?? 1
      if (line.numbers.length > 0) return line
      this.#next.set(line.sku, next + line.quantity)
      return { ...line, numbers: Array.from({ length: line.quantity }, (_, index) => next + index) }
    })
    this.reservations.set(orderId, { ...known, state: 'committed', lines })
    return lines.map(({ sku, numbers }) => ({ sku, numbers }))
  }
}

/** A payment provider that moves money once a key; `mode` decides what its caller hears. */
export class FakePayments implements Payments {
  readonly captured = new Map<string, string>()
  readonly declined = new Set<string>()
  readonly refunded = new Map<string, string>()
  mode: 'answers' | 'charges-silently' | 'hangs' | 'unreached' | 'declines' = 'answers'
  /** While set, questions about a key are answered so. */
  standing: ChargeStanding['kind'] | undefined
  /** Runs while a charge is under way. */
  during: (() => Promise<void>) | undefined

  async charge({ key }: { key: string }) {
    await this.during?.()
    if (this.mode === 'unreached') return { kind: 'unreached' as const }
    if (this.mode === 'hangs') return { kind: 'unknown' as const }
    if (this.mode === 'declines') {
      this.declined.add(key)
      return { kind: 'declined' as const }
    }
    const entryId = this.captured.get(key) ?? `ch_${randomUUID()}`
    this.captured.set(key, entryId)
    return this.mode === 'charges-silently' ? { kind: 'unknown' as const } : { kind: 'captured' as const, entryId }
  }

  async findCharge(key: string): Promise<ChargeStanding> {
    if (this.standing !== undefined && this.standing !== 'captured') return { kind: this.standing }
    const entryId = this.captured.get(key)
    if (entryId) return { kind: 'captured', entryId }
    return { kind: this.declined.has(key) ? 'declined' : 'nothing' }
  }

  async refund({ key }: { key: string }) {
    const entryId = this.refunded.get(key) ?? `re_${randomUUID()}`
    this.refunded.set(key, entryId)
    return { entryId }
  }
}

interface Row {
  id: string
  name: string
  payload: { orderId: string; stepId: string }
}

/** Carries messages by hand: from the outbox to the handlers, as often as asked. */
class HandMessaging implements Messaging {
  readonly handlers = new Map<string, { consumer: string; attemptsMax: number; handler: Handler<never> }>()
  readonly jobs = new Map<string, () => Promise<void>>()
  readonly hints: string[] = []

  handle: Messaging['handle'] = (command, handler, options) => {
    const attemptsMax = options?.attempts ?? 8
    this.handlers.set(command.name, { consumer: command.name, attemptsMax, handler: handler as Handler<never> })
  }
  subscribe: Messaging['subscribe'] = (subscriber, handlers) => {
    for (const [name, handler] of Object.entries(handlers)) {
      this.handlers.set(name, { consumer: subscriber, attemptsMax: 8, handler: handler as Handler<never> })
    }
  }
  every(name: string, _everyMs: number, job: (signal: AbortSignal) => Promise<void>) {
    this.jobs.set(name, () => job(new AbortController().signal))
  }
  async start() {}
  wake() {}
  hint(topic: string, key: string) {
    this.hints.push(`${topic} ${key}`)
  }
  async trail() {
    return []
  }
  async queues() {
    return []
  }
  async close() {}

  async deliver({ id, name, payload }: Omit<Row, 'payload'> & { payload: object }, attempt = 1): Promise<void> {
    const known = this.handlers.get(name)
    if (!known) return
    const { consumer, attemptsMax, handler } = known
    const received: Received<unknown> = {
      ...{ id, name, payload, consumer, traceparent: undefined, attempt, attemptsMax },
      signal: new AbortController().signal,
    }
    await handler(received as Received<never>)
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** Opens the service on a database of its own. */
export async function openWorld({
  stock = { 'contour-no-2-a2': 100 },
  shipAfterMs,
  adminUrl,
}: {
  stock?: Record<string, number>
  shipAfterMs?: number
  /** Tests pass `process.env.TEST_DATABASE_URL`. */
  adminUrl: string | undefined
}) {
  const scratch = await createScratchDatabase({ owner: 'orders', adminUrl })
  const database = openOrdersDatabase({ url: scratch.url, max: 12, lockTimeoutMs: 1_000 })
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
      clock,
      log: silentLog,
      newId: v7,
      random: Math.random,
    },
    ...{ accessSecret: 'secret of the test', shipAfterMs },
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

    async [Symbol.asyncDispose]() {
      await database.close()
      await scratch[Symbol.asyncDispose]()
    },
  }
}
