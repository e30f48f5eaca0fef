import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { callOf, openWorld, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({
    adminUrl: process.env.TEST_DATABASE_URL,
    stock: { 'contour-no-2-a2': 1_000 },
    shipAfterMs: 60_000,
  })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  world.payments.mode = 'answers'
  world.payments.standing = undefined
  world.payments.during = undefined
})

const stock = () => world.inventory.stock.get('contour-no-2-a2')
const key = (orderId: string) => `charge-${orderId}`
const isRefunded = (orderId: string) => world.payments.refunded.has(`refund-${orderId}`)
const mailsOf = async (orderId: string) => {
  const sql = 'SELECT kind, text FROM mails WHERE order_id = $1 ORDER BY kind'
  return (await world.pool.query<{ kind: string; text: string }>(sql, [orderId])).rows
}
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: Error) => (error.cause as { code?: string } | undefined)?.code ?? error,
  )

/** All that must hold of a cancelled order once everything has settled. */
async function expectUndone(
  orderId: string,
  { stockBefore, charged }: { stockBefore: number | undefined; charged: boolean },
) {
  const order = await world.order(orderId)
  expect(order).toMatchObject({ status: 'cancelled', reason: null, cancellable: false })
  expect(order.timeline.map(({ seq }) => seq)).toEqual(order.timeline.map((_, index) => index + 1))
  expect(order.lines[0]?.numbers).toEqual([])
  expect(stock()).toBe(stockBefore)
  expect(world.payments.captured.has(key(orderId))).toBe(charged)
  expect(isRefunded(orderId)).toBe(charged)
  const notes = order.timeline.map(({ note }) => note ?? '')
  expect(notes.some((note) => note.includes('back on the wall'))).toBe(true)
  expect(notes.some((note) => note.includes('Refunded'))).toBe(charged)
  expect(await world.timeline(orderId)).toMatchObject({ final: true })
}

describe('cancelling', () => {
  it('a pending order forbids its reservation, though the command is already on its way', async () => {
    const stockBefore = stock()
    const { orderId } = await world.place()
    expect(await world.cancel(orderId)).toEqual({ orderId, status: 'cancelled' })
    expect(await world.timeline(orderId)).toMatchObject({ final: false })
    await world.carryNext('inventory.releaseStock')
    await world.settle()
    await expectUndone(orderId, { stockBefore, charged: false })
  })

  it('a reserved order never charges it', async () => {
    const stockBefore = stock()
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    await world.cancel(orderId)
    await world.carryNext('orders.chargeCard')
    await world.settle()
    await expectUndone(orderId, { stockBefore, charged: false })
  })

  it('while the charge is under way gives the money back once it is known', async () => {
    const stockBefore = stock()
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    world.payments.during = async () => {
      world.payments.during = undefined
      await world.cancel(orderId)
      await expect(world.carryNext('orders.refundCard')).rejects.toThrow('still charging')
    }
    await world.carryNext('orders.chargeCard')
    await world.settle()
    await expectUndone(orderId, { stockBefore, charged: true })
  })

  it('while the outcome of the charge is unknown asks for it, and waits until it is certain', async () => {
    const stockBefore = stock()
    world.payments.mode = 'charges-silently'
    world.payments.standing = 'pending'
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    await expect(world.carryNext('orders.chargeCard')).rejects.toThrow('still open')
    await world.cancel(orderId)
    await expect(world.carryNext('orders.refundCard')).rejects.toThrow('pending')
    world.payments.standing = undefined
    await world.settle()
    await expectUndone(orderId, { stockBefore, charged: true })
  })

  it('while an attempt that took nothing is open gives the charge up for good', async () => {
    const stockBefore = stock()
    world.payments.mode = 'hangs'
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    await expect(world.carryNext('orders.chargeCard')).rejects.toThrow('still open')
    await world.cancel(orderId)
    await world.clock.advance(10_000)
    await world.carryNext('orders.refundCard')
    world.payments.mode = 'answers'
    await world.settle()
    await expectUndone(orderId, { stockBefore, charged: false })
  })

  it('gives back what a second worker charged while the first, which never reached the bank, was asleep', async () => {
    const stockBefore = stock()
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
    await expect(world.carryNext('orders.chargeCard')).rejects.toThrow('still open')
    await world.cancel(orderId)
    Object.assign(world.payments, { mode: 'answers', standing: undefined })
    await world.settle()
    await expectUndone(orderId, { stockBefore, charged: true })
  })

  it('a paid order gives back money and stock, whichever of commit and release comes first', async () => {
    for (const first of ['inventory.commitStock', 'inventory.releaseStock']) {
      const stockBefore = stock()
      const { orderId } = await world.place()
      await world.carryNext('inventory.reserveStock')
      await world.carryNext('orders.chargeCard')
      expect(await world.order(orderId)).toMatchObject({ status: 'paid' })
      await world.cancel(orderId)
      await world.carryNext(first)
      await world.settle()
      await expectUndone(orderId, { stockBefore, charged: true })
    }
  })

  it('a confirmed order gives back money, stock and edition numbers, once, though every message comes three times', async () => {
    const stockBefore = stock()
    const { orderId } = await world.place()
    await world.settle()
    expect(await world.order(orderId)).toMatchObject({ status: 'confirmed', cancellable: true })
    await world.cancel(orderId)
    await world.settle({ copies: 3 })
    await expectUndone(orderId, { stockBefore, charged: true })
    expect(await mailsOf(orderId)).toMatchObject([{ kind: 'order_cancelled' }, { kind: 'order_confirmed' }])
  })

  it('is the only mail when the confirmation was not written yet: numbers that went back are promised to nobody', async () => {
    const { orderId } = await world.place()
    for (const name of ['inventory.reserveStock', 'orders.chargeCard', 'inventory.commitStock'])
      await world.carryNext(name)
    await world.cancel(orderId)
    await world.settle()
    expect(await mailsOf(orderId)).toMatchObject([{ kind: 'order_cancelled' }])
  })

  it('says nothing of the money as certain while the bank has not answered', async () => {
    const { orderId } = await world.place()
    await world.carryNext('inventory.reserveStock')
    world.payments.mode = 'charges-silently'
    world.payments.standing = 'pending'
    await expect(world.carryNext('orders.chargeCard')).rejects.toThrow('still open')
    await world.cancel(orderId)
    await world.carryNext('orders.orderCancelled')
    const [mail] = await mailsOf(orderId)
    expect(mail?.text).toContain('Whatever was charged goes back to you.')
    expect(mail?.text).not.toContain('Nothing was charged')
    world.payments.mode = 'answers'
    world.payments.standing = undefined
    await world.settle()
    expect(isRefunded(orderId)).toBe(true)
  })

  it('asks for the refund until it is certain, and is never a dead letter', async () => {
    const stockBefore = stock()
    const { orderId } = await world.place()
    await world.settle()
    await world.cancel(orderId)
    world.payments.mode = 'hangs'
    await expect(world.carryNext('orders.refundCard', { attempt: 1 })).rejects.toThrow('still open')
    await world.carryNext('orders.refundCard', { attempt: 10 })
    await world.settle()
    expect(await world.timeline(orderId)).toMatchObject({ final: false })
    world.payments.mode = 'answers'
    await world.clock.advance(121_000)
    await world.run('resume-fulfilments')
    await world.settle()
    await expectUndone(orderId, { stockBefore, charged: true })
  })

  it('is over once the order is shipped', async () => {
    const { orderId } = await world.place()
    await world.settle()
    await world.run('ship-orders')
    expect(await world.order(orderId)).toMatchObject({ status: 'confirmed' })
    await world.clock.advance(61_000)
    await world.run('ship-orders')
    expect(await world.order(orderId)).toMatchObject({ status: 'shipped', cancellable: false })
    expect(await failureOf(world.cancel(orderId))).toBe('order_not_cancellable')
  })

  it('answers a repeat under its key alike, also when both come at once; another key is refused', async () => {
    const { orderId } = await world.place()
    const both = await Promise.all([world.cancel(orderId, { key: 'same' }), world.cancel(orderId, { key: 'same' })])
    expect(both).toEqual([
      { orderId, status: 'cancelled' },
      { orderId, status: 'cancelled' },
    ])
    expect(await world.cancel(orderId, { key: 'same' })).toEqual(both[0])
    expect(await failureOf(world.cancel(orderId, { key: 'another' }))).toBe('order_not_cancellable')
    await world.settle()
  })

  it('is for the owner and for holders of the access token alone', async () => {
    const { orderId, accessToken } = await world.place()
    const stranger = { kind: 'guest', id: 'stranger' } as const
    const reader = { kind: 'partner', id: 'reader', scopes: ['orders:read', 'orders:write'] } as const
    expect(await failureOf(world.cancel(orderId, { principal: stranger }))).toBe('not_found')
    expect(await failureOf(world.cancel(orderId, { principal: reader }))).toBe('not_found')
    const holder = world.caller(callOf({ principal: stranger, key: 'holder' }))
    expect(await holder.cancel({ orderId, accessToken })).toEqual({ orderId, status: 'cancelled' })
    await world.settle()
  })
})
