import { isFailure } from '@switchyard/rpc/failure'
import { type CurrentCall, serveCall } from '@switchyard/runtime/current-call'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withFreshNumber } from './order-number.ts'
import { callOf, checkout, guest, openWorld, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({
    adminUrl: process.env.TEST_DATABASE_URL,
    stock: { 'contour-no-2-a2': 100, 'lull-no-1-a3': 5 },
  })
})
afterAll(() => world[Symbol.asyncDispose]())

const count = async (table: string) => {
  const { rows } = await world.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)
  return rows[0]?.n
}
const tables = ['orders', 'order_lines', 'timeline', 'payments', 'sagas', 'saga_steps', 'outbox', 'idempotency_keys']
const counts = async () =>
  Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await count(table)])))
const codeOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => undefined,
    (thrown) => thrown,
  )
  const cause = error instanceof Error ? error.cause : undefined
  return isFailure(cause) ? cause.code : error
}

describe('placing an order', () => {
  it('writes order, lines, payment, saga, history, key and both messages, and answers at once', async () => {
    const placed = await world.place({ quantity: 2 })
    expect(placed).toMatchObject({ status: 'pending', total: { amount: 24_000, currency: 'EUR' } })
    expect(placed.number).toMatch(/^HT-[0-9A-Z]{6}$/)
    expect(await counts()).toEqual({
      ...{
        orders: 1,
        order_lines: 1,
        timeline: 1,
        payments: 1,
        sagas: 1,
        saga_steps: 3,
        outbox: 2,
        idempotency_keys: 1,
      },
    })
    const order = await world.order(placed.orderId)
    expect(order).toMatchObject({ status: 'pending', cancellable: true, timeline: [{ seq: 1, status: 'pending' }] })
    expect((await world.waiting()).map(({ name }) => name).sort()).toEqual([
      'inventory.reserveStock',
      'orders.orderPlaced',
    ])
    expect(world.messaging.hints).toContain(`order ${placed.orderId}`)
  })

  it('writes nothing at all when one part of the statement is refused', async () => {
    const before = await counts()
    await world.pool.query(`ALTER TABLE outbox ADD CONSTRAINT full_for_the_test CHECK (kind <> 'command') NOT VALID`)
    await expect(world.place()).rejects.toThrow()
    await world.pool.query('ALTER TABLE outbox DROP CONSTRAINT full_for_the_test')
    expect(await counts()).toEqual(before)
  })

  it('gives ten requests at once with one key the same answer, and makes one order', async () => {
    const before = await count('orders')
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.place({}, { key: 'ten-at-once' })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await count('orders')).toBe((before ?? 0) + 1)
  })

  it('repeats the first answer byte for byte, also with inventory down', async () => {
    const first = await world.place({}, { key: 'again' })
    world.inventory.isDown = true
    const again = await world.place({}, { key: 'again' })
    world.inventory.isDown = false
    expect(JSON.stringify(again)).toBe(JSON.stringify(first))
  })

  it('refuses a key that was used with another body, but not another principal with the same key', async () => {
    const mine = await world.place({}, { key: 'shared' })
    expect(await codeOf(world.place({ quantity: 3 }, { key: 'shared' }))).toBe('idempotency_key_reused')
    const theirs = await world.place({}, { key: 'shared', principal: { kind: 'guest', id: 'g2' } })
    expect(theirs.orderId).not.toBe(mine.orderId)
  })

  it('answers in flight when the first with this key takes longer than a second', async () => {
    const first = await world.pool.connect()
    await first.query('BEGIN')
    await first.query(
      `INSERT INTO idempotency_keys (principal, operation, key, request_hash, status, result, created_at)
       VALUES ('guest:g1', 'place', 'slow', 'x', 202, '{}', now())`,
    )
    const duplicate = codeOf(world.place({}, { key: 'slow' }))
    expect(await duplicate).toBe('idempotency_in_flight')
    await first.query('ROLLBACK')
    first.release()
    await expect(world.place({}, { key: 'slow' })).resolves.toMatchObject({ status: 'pending' })
  })

  it('names the unknown SKU or country, and writes nothing', async () => {
    const before = await counts()
    await expect(world.place({ sku: 'nothing-a1' })).rejects.toThrow('"nothing-a1"')
    expect(await codeOf(world.place({ sku: 'nothing-a1' }))).toBe('unknown_sku')
    await expect(world.place({ country: 'ZZ' })).rejects.toThrow('"ZZ"')
    expect(await codeOf(world.place({ country: 'ZZ' }))).toBe('unknown_country')
    expect(await counts()).toEqual(before)
  })

  it('answers inventory_unavailable with inventory down, and writes nothing', async () => {
    const before = await counts()
    world.inventory.isDown = true
    expect(await codeOf(world.place())).toBe('inventory_unavailable')
    world.inventory.isDown = false
    expect(await counts()).toEqual(before)
  })

  it('wants a key', async () => {
    expect(await codeOf(world.caller(callOf({ principal: guest })).place(checkout()))).toBe('idempotency_key_missing')
  })
})

describe('an order of someone else', () => {
  it('is not found, unless its access token, a staff member or the scope orders:read asks', async () => {
    const { orderId, accessToken } = await world.place()
    const as = (kind: 'guest' | 'staff' | 'partner', scopes: string[] = []) =>
      world.caller(callOf({ principal: { kind, id: 'other', scopes } }))
    expect(await codeOf(as('guest').byId({ orderId }))).toBe('not_found')
    expect(await codeOf(as('guest').byId({ orderId, accessToken: 'wrong' }))).toBe('not_found')
    expect(await codeOf(as('guest').timelineSince({ orderId, seq: 0 }))).toBe('not_found')
    expect(await codeOf(as('guest').trail({ orderId }))).toBe('not_found')
    expect(await codeOf(as('partner').byId({ orderId }))).toBe('not_found')
    await expect(as('partner', ['orders:read']).byId({ orderId })).resolves.toMatchObject({ orderId })
    expect(await codeOf(as('partner', ['orders:read']).cancel({ orderId }))).toBe('forbidden')
    await expect(as('guest').byId({ orderId, accessToken })).resolves.toMatchObject({ orderId })
    await expect(as('staff').byId({ orderId })).resolves.toMatchObject({ orderId })
  })

  it('is on the list of its owner alone, newest first, page by page', async () => {
    const principal = { kind: 'shopper', id: 'lister' } as const
    const mine = []
    for (let i = 0; i < 3; i++) mine.unshift((await world.place({}, { principal })).orderId)
    await world.settle()
    const shopper = world.caller(callOf({ principal }))
    const first = await shopper.list({ limit: 2 })
    const second = await shopper.list({ limit: 2, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items].map(({ orderId }) => orderId)).toEqual(mine)
    expect(second.nextCursor).toBeNull()
    expect(await codeOf(shopper.list({ cursor: 'nonsense' }))).toBe('invalid_input')
  })
})

describe('the bag', () => {
  it('is kept per principal and replaced whole', async () => {
    const shopper = world.caller(callOf({ principal: { kind: 'shopper', id: 'bag' } }))
    expect(await shopper.cart({})).toEqual({ lines: [] })
    await shopper.setCart({ lines: [{ sku: 'contour-no-2-a2', quantity: 2 }] })
    await shopper.setCart({ lines: [{ sku: 'lull-no-1-a3', quantity: 1 }] })
    expect(await shopper.cart({})).toEqual({ lines: [{ sku: 'lull-no-1-a3', quantity: 1 }] })
    expect(await world.caller(callOf()).cart({})).toEqual({ lines: [] })
  })
})

describe('an order number', () => {
  it('is drawn again when some order has it already', async () => {
    const draws = [0, 0, 0.05]
    let drawn = 0
    const random = () => draws[Math.floor(drawn++ / 6)] ?? 0
    const rename = async (number: string) => {
      const { orderId } = await world.place()
      await world.pool.query('UPDATE orders SET number = $1 WHERE id = $2', [number, orderId])
      return number
    }
    expect(await withFreshNumber(random, rename)).toBe('HT-000000')
    expect(await withFreshNumber(random, rename)).toBe('HT-111111')
  })
})

/** Places an order whose caller leaves when `stage` says so; resolves once nothing of it runs any more. */
async function placeAndLeave(key: string, stage: (leave: () => void) => Promise<void> | void) {
  const leaving = new AbortController()
  const call: CurrentCall = { signal: leaving.signal, leftMs: () => 60_000 }
  const placed = serveCall(call, () => codeOf(world.place({}, { key })))
  await stage(() => leaving.abort())
  return await placed
}

describe('an order whose caller leaves while it is placed', () => {
  it('is absent when its statement still waited, and a repeat under the key places it', async () => {
    const before = await counts()
    const first = await world.pool.connect()
    await first.query('BEGIN')
    await first.query('LOCK TABLE orders IN EXCLUSIVE MODE')
    const blocked = async () => {
      const { rows } = await first.query(`SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'orders'::regclass`)
      return rows.length
    }
    const code = await placeAndLeave('left', async (leave) => {
      await expect.poll(blocked).toBe(1)
      leave()
    })
    expect(code).toBe('unavailable')
    expect(await blocked()).toBe(0)
    await first.query('ROLLBACK')
    first.release()
    expect(await counts()).toEqual(before)
    await expect(world.place({}, { key: 'left' })).resolves.toMatchObject({ status: 'pending' })
  })

  it('is whole or absent, at whatever moment that is', async () => {
    const before = await counts()
    for (let turn = 0; turn < 60; turn++) {
      await placeAndLeave(`moment-${turn}`, async (leave) => void setTimeout(leave, turn % 12))
    }
    const after = await counts()
    const more = (table: string) => (after[table] ?? 0) - (before[table] ?? 0)
    const orders = more('orders')
    const each = { order_lines: 1, timeline: 1, payments: 1, sagas: 1, saga_steps: 3, outbox: 2, idempotency_keys: 1 }
    for (const [table, rows] of Object.entries(each)) expect([table, more(table)]).toEqual([table, orders * rows])
  })
})
