import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { callOf, openWorld, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({
    adminUrl: process.env.TEST_DATABASE_URL,
    stock: { 'contour-no-2-a2': 1_000, 'first-light-a2': 1 },
  })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  world.payments.mode = 'answers'
  world.payments.standing = undefined
  world.payments.during = undefined
})

const statusesOf = async (orderId: string) => (await world.order(orderId)).timeline.map(({ status }) => status)
const sagaOf = async (orderId: string) => (await world.caller(callOf()).trail({ orderId })).saga
const paymentOf = async (orderId: string) => {
  const { rows } = await world.pool.query(
    'SELECT state, token, charge_id, refund_id FROM payments WHERE order_id = $1',
    [orderId],
  )
  return rows[0]
}
/** Commits every second statement of this name, from the first, and then breaks the connection instead of saying so. */
function loseReplies(name: string) {
  const { pool } = world
  const query = pool.query
  let seen = 0
  const lines = { lost: 0, [Symbol.dispose]: () => void Object.assign(pool, { query }) }
  const losing = async (...asked: [{ name?: string }]) => {
    const answer = await Reflect.apply(query, pool, asked)
    if (asked[0].name !== name || seen++ % 2 === 1) return answer
    lines.lost += 1
    throw new Error('Connection terminated unexpectedly')
  }
  Object.assign(pool, { query: losing })
  return lines
}
/** The deadline of the whole passes. */
async function giveUp() {
  await world.clock.advance(15 * 60_000)
  await world.run('resume-fulfilments')
}
const key = (orderId: string) => `charge-${orderId}`

describe('an order that goes well', () => {
  it('has a mark that changes when its history does, and one that is not there has none', async () => {
    const { orderId } = await world.place()
    const gateway = world.caller(callOf({ principal: { kind: 'service', id: 'gateway' } }))
    const marks = () => gateway.timelineMarks({ orderIds: [orderId, randomUUID()] })
    const before = await marks()
    expect(before).toEqual([{ orderId, mark: expect.stringMatching(/^1 pending /) }])
    expect(await marks()).toEqual(before)
    await world.settle()
    expect(await marks()).toEqual([{ orderId, mark: '4 confirmed done' }])
  })

  it('is reserved, paid and confirmed with its edition numbers', async () => {
    const { orderId } = await world.place({ quantity: 2 })
    await world.settle()
    const order = await world.order(orderId)
    expect(order.timeline.map(({ seq, status }) => [seq, status])).toEqual([
      ...[
        [1, 'pending'],
        [2, 'reserved'],
        [3, 'paid'],
        [4, 'confirmed'],
      ],
    ])
    expect(order.lines[0]?.numbers).toHaveLength(2)
    expect(order.timeline.at(-1)?.note).toMatch(/^Confirmed: you have Nos\. \d+ and \d+ of 100\.$/)
    expect(await paymentOf(orderId)).toMatchObject({ state: 'captured', token: null })
    expect(await sagaOf(orderId)).toMatchObject({
      state: 'done',
      steps: [
        { name: 'reserve', service: 'inventory', state: 'done' },
        { name: 'charge', service: 'orders', state: 'done' },
        { name: 'commit', service: 'inventory', state: 'done' },
      ],
    })
    expect(await world.timeline(orderId, 3)).toMatchObject({ entries: [{ seq: 4, status: 'confirmed' }], final: false })
  })

  it('comes out the same when every message comes five times', async () => {
    const { orderId } = await world.place()
    await world.settle({ copies: 5 })
    expect(await statusesOf(orderId)).toEqual(['pending', 'reserved', 'paid', 'confirmed'])
    const { rows } = await world.pool.query('SELECT kind FROM mails WHERE order_id = $1', [orderId])
    expect(rows).toEqual([{ kind: 'order_confirmed' }])
  })

  it('is moved by the webhook alone when the answer to the charge got lost', async () => {
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    const service = world.caller(callOf({ principal: { kind: 'service', id: 'gateway' } }))
    const notice = { eventId: 'evt_1', type: 'charge.captured', orderId, entryId: `ch_hook_${orderId}` } as const
    expect(await service.recordPayment(notice)).toEqual({ known: true })
    expect(await service.recordPayment(notice)).toEqual({ known: true })
    await world.settle()
    expect(await statusesOf(orderId)).toEqual(['pending', 'reserved', 'paid', 'confirmed'])
    expect(await paymentOf(orderId)).toMatchObject({ charge_id: `ch_hook_${orderId}` })
    expect(await service.recordPayment({ ...notice, orderId: '0199aaaa-0000-7000-8000-000000000000' })).toEqual({
      known: false,
    })
  })
})

describe('a commit whose reply is lost', () => {
  it('answers a repeat under the same key with the order that it made', async () => {
    using lines = loseReplies('insert-orders')
    const [first, second] = [await world.place({}, { key: 'lost' }), await world.place({}, { key: 'lost' })]
    expect(lines.lost).toBe(1)
    expect(second).toEqual(first)
    const { rows } = await world.pool.query('SELECT id FROM orders WHERE number = $1', [first.number])
    expect(rows).toEqual([{ id: first.orderId }])
    await world.settle()
  })

  it('costs an order time and nothing else, though every second one is lost, from its first step to its refund', async () => {
    const stockBefore = world.inventory.stock.get('contour-no-2-a2')
    using lines = loseReplies('save-order')
    const { orderId } = await world.place()
    await world.settle()
    expect(await statusesOf(orderId)).toEqual(['pending', 'reserved', 'paid', 'confirmed'])
    expect(await world.cancel(orderId)).toEqual({ orderId, status: 'cancelled' })
    await world.settle()
    expect(lines.lost).toBeGreaterThan(3)
    expect(await paymentOf(orderId)).toMatchObject({ state: 'refunded' })
    expect(await sagaOf(orderId)).toMatchObject({ state: 'undone' })
    expect((await world.order(orderId)).timeline.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(world.inventory.stock.get('contour-no-2-a2')).toBe(stockBefore)
  })
})

describe('an order that cannot be had', () => {
  it('is rejected as out of stock, and nothing is charged', async () => {
    await world.place({ sku: 'first-light-a2' })
    const { orderId } = await world.place({ sku: 'first-light-a2' })
    await world.settle()
    const order = await world.order(orderId)
    expect(order).toMatchObject({ status: 'rejected', reason: 'out_of_stock', cancellable: false })
    expect(await paymentOf(orderId)).toMatchObject({ state: 'abandoned', token: null })
    expect(world.payments.captured.has(key(orderId))).toBe(false)
    expect(await world.timeline(orderId)).toMatchObject({ final: true })
  })

  it('is rejected when the card is declined, and the stock comes back', async () => {
    world.payments.mode = 'declines'
    const before = world.inventory.stock.get('contour-no-2-a2')
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    await world.carryNext('orders.chargeCard')
    expect(await world.timeline(orderId)).toMatchObject({ final: false })
    await world.settle()
    expect(await world.order(orderId)).toMatchObject({ status: 'rejected', reason: 'payment_declined' })
    expect(world.inventory.stock.get('contour-no-2-a2')).toBe(before)
    expect(await sagaOf(orderId)).toMatchObject({
      state: 'undone',
      steps: [{ state: 'undone' }, { state: 'refused' }, { state: 'waiting' }],
    })
    expect(await world.timeline(orderId)).toMatchObject({ final: true })
  })

  it('is tried for as long as the saga may take when the provider cannot be reached, then rejected honestly', async () => {
    world.payments.mode = 'unreached'
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    for (let minute = 1; minute < 15; minute++) {
      for (let attempt = 1; attempt < 10; attempt++) {
        await world.carryNext('orders.chargeCard', { attempt }).catch(() => undefined)
      }
      await world.clock.advance(60_000)
      await world.run('resume-fulfilments')
      expect(await world.order(orderId)).toMatchObject({ status: 'reserved' })
    }
    await world.clock.advance(60_000)
    await world.run('resume-fulfilments')
    await world.settle()
    const order = await world.order(orderId)
    expect(order).toMatchObject({ status: 'rejected', reason: 'payment_unavailable' })
    expect(order.timeline.at(-1)?.note).toBe(
      'The bank could not be reached for as long as we could hold your prints. Nothing was charged.',
    )
    expect(await paymentOf(orderId)).toMatchObject({ state: 'abandoned', token: null })
    expect(world.inventory.reservations.get(orderId)?.state).toBe('released')
  })

  it('is charged when the provider is back before that', async () => {
    world.payments.mode = 'unreached'
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    await world.carryNext('orders.chargeCard', { attempt: 10 })
    expect(await paymentOf(orderId)).toMatchObject({ state: 'requested' })
    world.payments.mode = 'answers'
    await world.clock.advance(121_000)
    await world.run('resume-fulfilments')
    await world.settle()
    expect(await statusesOf(orderId)).toEqual(['pending', 'reserved', 'paid', 'confirmed'])
  })

  it('is rejected when inventory does not answer for as long as the saga may take', async () => {
    const { orderId } = await world.place()
    world.inventory.isDown = true
    await world.clock.advance(15 * 60_000)
    await world.run('resume-fulfilments')
    world.inventory.isDown = false
    await world.settle()
    const order = await world.order(orderId)
    expect(order).toMatchObject({ status: 'rejected', reason: 'out_of_stock' })
    expect(order.timeline.find(({ status }) => status === 'rejected')?.note).toContain('We took too long')
    expect(world.inventory.reservations.get(orderId)?.state).toBe('released')
  })

  it('is refunded when its stock is gone after the money was taken', async () => {
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    await world.carryNext('orders.chargeCard')
    world.inventory.end(orderId, 'expired')
    await world.settle()
    const order = await world.order(orderId)
    expect(order).toMatchObject({ status: 'rejected', reason: 'out_of_stock' })
    expect(order.timeline.at(-1)?.note).toContain('Refunded')
    expect(await paymentOf(orderId)).toMatchObject({ state: 'refunded' })
    expect(await world.timeline(orderId)).toMatchObject({ final: true })
  })
})

describe('a charge whose outcome is unknown', () => {
  it('is found out by asking for its key, and never charged again', async () => {
    world.payments.mode = 'charges-silently'
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    await world.carryNext('orders.chargeCard')
    expect(await world.order(orderId)).toMatchObject({ status: 'paid' })
  })

  it('is never given up by a worker that slept while another charged', async () => {
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    world.payments.mode = 'unreached'
    world.payments.during = async () => {
      world.payments.during = undefined
      await world.clock.advance(9_000)
      Object.assign(world.payments, { mode: 'charges-silently', standing: 'pending' })
      await expect(world.carryNext('orders.chargeCard')).rejects.toThrow('still open')
      world.payments.mode = 'unreached'
    }
    await world.carryNext('orders.chargeCard', { attempt: 10 })
    expect(await statusesOf(orderId)).toEqual(['pending', 'reserved'])
    expect(await paymentOf(orderId)).toMatchObject({ state: 'charging' })
    Object.assign(world.payments, { mode: 'answers', standing: undefined })
    await world.clock.advance(121_000)
    await world.run('resume-fulfilments')
    await world.settle()
    expect(await statusesOf(orderId)).toEqual(['pending', 'reserved', 'paid', 'confirmed'])
  })

  it('stays open while the provider does not say, also after the last try, and is asked for again by the saga', async () => {
    world.payments.mode = 'hangs'
    world.payments.standing = 'unknown'
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    await expect(world.carryNext('orders.chargeCard', { attempt: 1 })).rejects.toThrow('still open')
    await world.carryNext('orders.chargeCard', { attempt: 10 })
    expect(await world.order(orderId)).toMatchObject({ status: 'reserved' })
    expect(await paymentOf(orderId)).toMatchObject({ state: 'charging' })
    await world.clock.advance(121_000)
    world.payments.mode = 'answers'
    world.payments.standing = undefined
    await world.run('resume-fulfilments')
    await world.settle()
    expect(await world.order(orderId)).toMatchObject({ status: 'confirmed' })
  })

  it('is given up only by the saga, and undone only once the provider says that nothing was taken', async () => {
    world.payments.mode = 'hangs'
    world.payments.standing = 'unknown'
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    await world.carryNext('orders.chargeCard', { attempt: 10 })
    expect(await world.order(orderId)).toMatchObject({ status: 'reserved' })
    await giveUp()
    const note = 'The bank did not answer for as long as we could hold your prints. Whatever was charged goes back.'
    expect((await world.order(orderId)).timeline.at(-1)?.note).toBe(note)
    await expect(world.carryNext('orders.refundCard')).rejects.toThrow('unknown')
    world.payments.standing = undefined
    await world.settle()
    expect(await world.order(orderId)).toMatchObject({ status: 'rejected', reason: 'payment_unavailable' })
    expect(await paymentOf(orderId)).toMatchObject({ state: 'abandoned' })
  })

  it('is refunded when it turns out to have been captured after it was given up', async () => {
    world.payments.mode = 'hangs'
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    await expect(world.carryNext('orders.chargeCard')).rejects.toThrow('still open')
    await giveUp()
    await world.settle()
    expect(await paymentOf(orderId)).toMatchObject({ state: 'abandoned' })
    const service = world.caller(callOf({ principal: { kind: 'service', id: 'gateway' } }))
    await service.recordPayment({
      eventId: 'evt_late',
      type: 'charge.captured',
      orderId,
      entryId: `ch_late_${orderId}`,
    })
    world.payments.mode = 'answers'
    await world.settle()
    expect(await paymentOf(orderId)).toMatchObject({ state: 'refunded', charge_id: `ch_late_${orderId}` })
  })
})

describe('an answer that does not come', () => {
  it('is read from inventory when it was given', async () => {
    const { orderId } = await world.place()
    const { rows } = await world.pool.query(
      `SELECT payload FROM outbox WHERE aggregate_id = $1 AND name = 'inventory.reserveStock'`,
      [orderId],
    )
    world.inventory.handle('inventory.reserveStock', rows[0].payload)
    await world.run('resume-fulfilments')
    expect(await world.order(orderId)).toMatchObject({ status: 'pending' })
    await world.clock.advance(5_000)
    await world.run('resume-fulfilments')
    expect(await world.order(orderId)).toMatchObject({ status: 'reserved' })
    await world.settle()
    expect(await statusesOf(orderId)).toEqual(['pending', 'reserved', 'paid', 'confirmed'])
  })

  it('is asked for again under the same step when inventory knows nothing, also with inventory down', async () => {
    const { orderId } = await world.place()
    await world.clock.advance(5_000)
    world.inventory.isDown = true
    await world.run('resume-fulfilments')
    world.inventory.isDown = false
    const { rows } = await world.pool.query(
      `SELECT payload ->> 'stepId' AS step FROM outbox WHERE aggregate_id = $1 AND name = 'inventory.reserveStock'`,
      [orderId],
    )
    expect(rows).toEqual([{ step: `${orderId}:reserve` }, { step: `${orderId}:reserve` }])
    await world.settle()
    expect(await statusesOf(orderId)).toEqual(['pending', 'reserved', 'paid', 'confirmed'])
  })
})

describe('a hold that runs out', () => {
  it('rejects an order that was not charged yet', async () => {
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    world.inventory.end(orderId, 'expired')
    await world.messaging.deliver({
      id: crypto.randomUUID(),
      name: 'inventory.reservationExpired',
      payload: { orderId },
    })
    await world.settle()
    expect(await world.order(orderId)).toMatchObject({ status: 'rejected', reason: 'out_of_stock' })
    expect(world.payments.captured.has(key(orderId))).toBe(false)
  })

  it('changes nothing once the order is confirmed', async () => {
    const { orderId } = await world.place()
    await world.settle()
    await world.messaging.deliver({
      id: crypto.randomUUID(),
      name: 'inventory.reservationExpired',
      payload: { orderId },
    })
    expect(await world.order(orderId)).toMatchObject({ status: 'confirmed' })
  })
})
