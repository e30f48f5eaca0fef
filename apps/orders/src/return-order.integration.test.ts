import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { callOf, openWorld, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ adminUrl: process.env.TEST_DATABASE_URL })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  Object.assign(world.payments, { mode: 'answers', standing: undefined })
})

const stock = () => world.inventory.stock.get('contour-no-2-a2')
const refundsOf = (orderId: string) => [...world.payments.refunded.keys()].filter((key) => key === `refund-${orderId}`)
const codeOf = (answer: Promise<unknown>) =>
  answer.then(
    () => undefined,
    (error: Error) => (error.cause as { code?: string } | undefined)?.code ?? String(error),
  )

/** An order that was sent and has arrived. */
async function delivered() {
  const before = stock()
  const placed = await world.place()
  await world.settle()
  expect(await world.moveParcel(placed.orderId, 'shipped')).toMatchObject({ status: 'shipped' })
  expect(await world.moveParcel(placed.orderId, 'delivered')).toMatchObject({ status: 'delivered' })
  return { ...placed, before }
}

describe('returning', () => {
  it('restocks and refunds, each once, and tells of both in history and mail', async () => {
    const { orderId, before } = await delivered()
    expect(await world.order(orderId)).toMatchObject({ returnable: true, cancellable: false })
    expect(await world.return(orderId)).toEqual({ orderId, status: 'returned' })
    expect(await world.timeline(orderId)).toMatchObject({ final: false })
    await world.settle({ copies: 5 })
    const order = await world.order(orderId)
    expect(order).toMatchObject({ status: 'returned', returnable: false, lines: [{ numbers: [] }] })
    expect(order.timeline.map(({ status }) => status).slice(4)).toEqual([
      ...['shipped', 'delivered', 'returned', 'returned', 'returned'],
    ])
    const told = order.timeline.slice(-3).map(({ note }) => note)
    expect(told[0]).toBe('Returned, as you asked.')
    expect(told.slice(1).sort()).toEqual([
      'Refunded: €120.00 are on their way back to you.',
      'Your prints are back on the wall.',
    ])
    expect(await world.timeline(orderId)).toMatchObject({ final: true })
    expect(stock()).toBe(before)
    expect(refundsOf(orderId)).toHaveLength(1)
    const mails = await world.pool.query('SELECT kind FROM mails WHERE order_id = $1 ORDER BY kind', [orderId])
    expect(mails.rows).toEqual([{ kind: 'order_confirmed' }, { kind: 'order_returned' }])
  })

  it('is possible from the moment the order is shipped, never before, and only once', async () => {
    const { orderId } = await world.place()
    expect(await codeOf(world.return(orderId))).toBe('order_not_returnable')
    await world.settle()
    expect(await codeOf(world.return(orderId))).toBe('order_not_returnable')
    await world.moveParcel(orderId, 'shipped')
    const both = await Promise.all([world.return(orderId, { key: 'same' }), world.return(orderId, { key: 'same' })])
    expect(both).toEqual([
      { orderId, status: 'returned' },
      { orderId, status: 'returned' },
    ])
    expect(await codeOf(world.return(orderId))).toBe('order_not_returnable')
    expect(await codeOf(world.cancel(orderId))).toBe('order_not_cancellable')
    await world.settle()
    expect(refundsOf(orderId)).toHaveLength(1)
  })

  it('is for the owner and for holders of the access token alone', async () => {
    const { orderId, accessToken } = await delivered()
    const stranger = { kind: 'guest', id: 'stranger' } as const
    expect(await codeOf(world.return(orderId, { principal: stranger }))).toBe('not_found')
    const holder = world.caller(callOf({ principal: stranger, key: 'holder' }))
    expect(await holder.return({ orderId, accessToken })).toEqual({ orderId, status: 'returned' })
    await world.settle()
  })

  it('gives the money back though the provider does not say for a long time whether it did', async () => {
    const { orderId, before } = await delivered()
    await world.return(orderId)
    world.payments.mode = 'hangs'
    await expect(world.carryNext('orders.refundCard')).rejects.toThrow('still open')
    await world.carryNext('orders.refundCard', { attempt: 10 })
    await world.settle()
    expect(await world.timeline(orderId)).toMatchObject({ final: false })
    world.payments.mode = 'answers'
    await world.clock.advance(121_000)
    await world.run('resume-fulfilments')
    await world.settle()
    expect(await world.timeline(orderId)).toMatchObject({ final: true })
    expect(refundsOf(orderId)).toHaveLength(1)
    expect(stock()).toBe(before)
  })
})

describe('a parcel', () => {
  it('leaves once and arrives once; one that stands elsewhere stays there', async () => {
    const { orderId } = await world.place()
    expect(await world.moveParcel(orderId, 'shipped')).toEqual({ orderId, status: 'pending' })
    await world.settle()
    expect(await world.moveParcel(orderId, 'delivered')).toEqual({ orderId, status: 'confirmed' })
    await world.moveParcel(orderId, 'shipped')
    expect(await world.moveParcel(orderId, 'shipped')).toEqual({ orderId, status: 'shipped' })
    expect((await world.order(orderId)).timeline.filter(({ status }) => status === 'shipped')).toHaveLength(1)
  })

  it('is moved by staff and by our own services alone', async () => {
    const { orderId } = await world.place()
    await world.settle()
    const move = world.caller(callOf()).moveParcel({ orderId, to: 'shipped' })
    expect(await codeOf(move)).toBe('unauthenticated')
    const nobodys = { orderId: '0199aaaa-0000-7000-8000-000000000000', to: 'shipped' } as const
    expect(
      await codeOf(world.caller(callOf({ principal: { kind: 'service', id: 'gateway' } })).moveParcel(nobodys)),
    ).toBe('not_found')
  })
})
