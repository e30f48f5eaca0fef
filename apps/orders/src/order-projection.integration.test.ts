import { subscribers } from '@switchyard/contracts/subscribers'
import { NotYet } from '@switchyard/messaging/engine'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderFacts } from './order-facts.ts'
import type { Row } from './testing/hand-messaging.ts'
import { callOf, openWorld, type World } from './testing/world.ts'

const queue = 'orders.history'
const staff = { kind: 'staff', id: 's1' } as const
const names = subscribers[queue].map(({ name }): string => name)
const guest = (id: string) => ({ principal: { kind: 'guest', id } as const })

let world: World
let events: Row[]
beforeAll(async () => {
  const stock = { 'contour-no-2-a2': 100, 'first-light-a2': 1 }
  world = await openWorld({ adminUrl: process.env.TEST_DATABASE_URL, stock })
  // One of each end, and two that are still under way.
  await world.place({ sku: 'first-light-a2' }, guest('bought-the-last'))
  await world.settle()
  await world.place({ sku: 'first-light-a2' }, guest('too-late'))
  await world.place({ token: 'tok_ok', quantity: 2 }, guest('kept'))
  const cancelled = await world.place({ quantity: 3 }, guest('cancelled'))
  const returned = await world.place({ quantity: 1 }, guest('returned'))
  await world.settle()
  await world.cancel(cancelled.orderId, guest('cancelled'))
  await world.moveParcel(returned.orderId, 'shipped')
  await world.moveParcel(returned.orderId, 'delivered')
  await world.return(returned.orderId, guest('returned'))
  await world.settle()
  await world.place({}, guest('under-way'))
  const early = await world.place({}, guest('cancelled-early'))
  await world.cancel(early.orderId, guest('cancelled-early'))
  await world.carryNext('orders.orderPlaced')
  const { rows } = await world.pool.query<Row>('SELECT id, name, payload FROM outbox WHERE name = ANY ($1)', [names])
  events = rows
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(forget)

async function forget() {
  await world.pool.query('DELETE FROM inbox WHERE consumer = $1', [queue])
  await world.pool.query('TRUNCATE order_journal, order_history, sales')
}

/** Hands an event to the read models alone. */
async function tell({ id, name, payload }: Row) {
  const heard = world.messaging.handlers.get(name)?.find(({ consumer }) => consumer === queue)
  if (!heard) throw new Error(`the read models do not hear ${name}`)
  const { consumer, attemptsMax, handler } = heard
  const { signal } = new AbortController()
  await handler({ id, name, payload, consumer, attemptsMax, signal, attempt: 1, traceparent: undefined } as never)
}
/** As the queue does: what was put off comes again. */
const tellUntilTaken = (event: Row): Promise<void> =>
  tell(event).catch((error: unknown) => {
    if (!(error instanceof NotYet)) throw error
    return tellUntilTaken(event)
  })
const tellAll = async (all: readonly Row[]) => {
  for (const event of all) await tell(event)
}

const rowsOf = async (relation: string, by: string) =>
  (await world.pool.query(`SELECT * FROM ${relation} ORDER BY ${by}`)).rows
/** Both read models, from the tables or as the fold of the journal. */
const models = async (suffix: '' | '_told' = '') => ({
  history: await rowsOf(`order_history${suffix}`, 'order_id'),
  sales: await rowsOf(`sales${suffix}`, 'order_id, sku, kind'),
})
const asStaff = () => world.caller(callOf({ principal: staff }))
const listOf = async (id: string) => (await world.caller(callOf(guest(id))).list({})).items

describe('the history of an order', () => {
  beforeEach(() => tellAll(events))

  it.each([
    ['bought-the-last', 'confirmed'],
    ['too-late', 'rejected'],
    ['kept', 'confirmed'],
    ['cancelled', 'cancelled'],
    ['returned', 'returned'],
    ['under-way', 'pending'],
    ['cancelled-early', 'cancelled'],
  ])('of the buyer %s ends with %s, and nobody else sees it', async (buyer, status) => {
    const items = await listOf(buyer)
    expect(items).toMatchObject([{ status, number: expect.stringMatching(/^HT-/) }])
    expect(items[0]?.total.amount).toBeGreaterThan(0)
    expect(await listOf('stranger')).toEqual([])
  })

  it('counts what was sold and what came back on its day, and money never twice', async () => {
    // Ids tell the real time, and the world's clock its own; two days, for a run at midnight.
    await world.clock.advance(Date.now() - world.clock.now())
    const { days, prints } = await asStaff().sales({ days: 2 })
    expect(days.reduce((total, { sold }) => total + sold, 0)).toBe(1 + 2 + 3 + 1)
    expect(days.reduce((total, { takenBack }) => total + takenBack, 0)).toBe(3 + 1)
    const totals = await world.pool.query<{ kept: number }>(
      `SELECT sum(total_amount)::int AS kept FROM orders WHERE status = 'confirmed'`,
    )
    expect(prints.reduce((total, { revenue }) => total + revenue.amount, 0)).toBe(totals.rows[0]?.kept)
    expect(await world.caller(callOf()).salesOf({ slug: 'contour-no-2' })).toEqual({ soldLast30Days: 2 })
  })

  it('is for staff alone where it tells of sales', async () => {
    await expect(world.caller(callOf()).sales({})).rejects.toThrow(/Sign in/)
    await expect(world.caller(callOf()).rebuildReads({})).rejects.toThrow(/Sign in/)
  })
})

describe('the read models', () => {
  it('can be checked also where they were told of an order before it was there', async () => {
    await tellAll(events)
    await world.pool.query('UPDATE order_history SET number = NULL, total_amount = NULL')
    const { orders } = await orderFacts(world.pool, '00000000-0000-0000-0000-000000000000')
    expect(orders).toHaveLength(7)
    expect(orders[0]?.read).toMatchObject({ number: null, totalAmount: null })
  })

  it('are the same in whatever order and however often the events come, also at once', async () => {
    await tellAll(events)
    const inOrder = await models()
    expect(inOrder.history).toHaveLength(7)
    expect(await models('_told')).toEqual(inOrder)
    const fiveTimes = events.flatMap((event) => Array<Row>(5).fill(event))
    const shuffled = fc.shuffledSubarray(fiveTimes, { minLength: fiveTimes.length })
    await fc.assert(
      fc.asyncProperty(shuffled, fc.integer({ min: 1, max: 8 }), async (arrivals, atOnce) => {
        await forget()
        for (let first = 0; first < arrivals.length; first += atOnce) {
          await Promise.all(arrivals.slice(first, first + atOnce).map(tell))
        }
        expect(await models()).toEqual(inOrder)
        expect(await models('_told')).toEqual(inOrder)
      }),
      { numRuns: 12, seed: 4, endOnFailure: true },
    )
  })

  it('are equal when the outbox is replayed into nothing', async () => {
    await tellAll(events)
    const folded = await models()
    await forget()
    expect(await asStaff().rebuildReads({})).toMatchObject({ events: events.length, orders: 7 })
    expect(await models()).toEqual(folded)
    // What comes late, after a rebuild that had it from the outbox, changes nothing.
    await tellAll(events)
    expect(await models()).toEqual(folded)
  })

  it('are mended by a rebuild that says how much was wrong, and a second one finds nothing', async () => {
    await tellAll(events)
    const folded = await models()
    await world.pool.query(`UPDATE order_history SET cancelled_at = NULL WHERE owner = 'guest:cancelled'`)
    await world.pool.query(`DELETE FROM sales WHERE kind = 'taken_back' AND quantity = -3`)
    expect(await models('_told')).toEqual(folded)
    // One row as it was and as it must be, and one that was missing.
    expect(await asStaff().rebuildReads({})).toMatchObject({ mended: 3 })
    expect(await models()).toEqual(folded)
    expect(await asStaff().rebuildReads({})).toMatchObject({ mended: 0 })
  })

  it('outlive the outbox: what was pruned there is rebuilt all the same', async () => {
    await tellAll(events)
    const folded = await models()
    const { rows } = await world.pool.query('DELETE FROM outbox WHERE name = ANY ($1) RETURNING *', [names])
    expect(await asStaff().rebuildReads({})).toMatchObject({ events: events.length, mended: 0 })
    expect(await models()).toEqual(folded)
    await world.pool.query('INSERT INTO outbox SELECT * FROM jsonb_populate_recordset(NULL::outbox, $1)', [
      JSON.stringify(rows),
    ])
  })

  it('miss nothing that comes while they are rebuilt', async () => {
    await tellAll(events)
    const folded = await models()
    await forget()
    await Promise.all([asStaff().rebuildReads({}), ...events.map(tellUntilTaken), asStaff().rebuildReads({})])
    expect(await models()).toEqual(folded)
  })

  it('put off at once what comes while they are rebuilt, and take it afterwards', async () => {
    const [late, ...others] = events
    if (!late) throw new Error('there are no events')
    await tellAll(others)
    const reader = await world.pool.connect()
    await reader.query('BEGIN; SELECT FROM sales FOR UPDATE')
    const rebuilding = asStaff().rebuildReads({})
    await expect.poll(world.blocked).toBe(1)
    const outcome = await tell(late).catch((error: unknown) => error)
    await reader.query('ROLLBACK')
    reader.release()
    await rebuilding
    expect(outcome).toBeInstanceOf(NotYet)
    await tell(late)
    const noted = await world.pool.query('SELECT FROM inbox WHERE consumer = $1', [queue])
    expect(noted.rowCount).toBe(events.length)
    expect(await models()).toEqual(await models('_told'))
  })

  it('say how far behind they are', async () => {
    const [first, ...others] = events
    if (!first) throw new Error('there are no events')
    const before = await asStaff().sales({})
    expect(before.lag).toMatchObject({ waiting: events.length, dead: 0, lastTookMs: null })
    await tell(first)
    expect((await asStaff().sales({})).lag).toMatchObject({ waiting: events.length - 1 })
    await tellAll(others)
    expect((await world.caller(callOf()).list({})).lag).toMatchObject({ waiting: 0, behindMs: 0 })
  })
})
