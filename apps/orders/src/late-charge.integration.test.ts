import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openWorld, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ adminUrl: process.env.TEST_DATABASE_URL })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => Object.assign(world.payments, { mode: 'hangs', standing: undefined, during: undefined }))

const paymentOf = async (orderId: string) => {
  const { rows } = await world.pool.query<{ state: string }>('SELECT state FROM payments WHERE order_id = $1', [
    orderId,
  ])
  return rows[0]?.state
}
const placeReserved = async () => {
  const { orderId } = await world.place()
  await world.carryNext('inventory.reserveStock')
  return orderId
}
const charge = (attempt = 1) => world.carryNext('orders.chargeCard', { attempt })
const lastTry = 10

/** The request comes to the provider at last, which answers from now on; then all that waits is done. */
async function arrives(orderId: string) {
  world.payments.captured.set(`charge-${orderId}`, `ch_late_${orderId}`)
  world.payments.mode = 'answers'
  await world.settle()
}
const isGivenBack = async (orderId: string) => {
  expect(await paymentOf(orderId)).toBe('refunded')
  expect(world.payments.refunded.has(`refund-${orderId}`)).toBe(true)
  expect(await world.order(orderId)).toMatchObject({ status: 'cancelled' })
  expect(await world.timeline(orderId)).toMatchObject({ final: true })
}

describe('a charge that the provider hears of late', () => {
  it('is given back though right after the attempt nothing was known of it', async () => {
    const orderId = await placeReserved()
    await expect(charge()).rejects.toThrow('still open')
    await world.cancel(orderId)
    await world.clock.advance(9_999)
    await expect(world.carryNext('orders.refundCard')).rejects.toThrow('on its way')
    expect(await paymentOf(orderId)).toBe('charging')
    await arrives(orderId)
    await isGivenBack(orderId)
  })

  it('is given back when its worker slept until it was given up, and heard nothing on its last try', async () => {
    const orderId = await placeReserved()
    world.payments.during = async () => {
      world.payments.during = undefined
      await world.clock.advance(18_000)
      await world.cancel(orderId)
      await world.carryNext('orders.refundCard')
    }
    await expect(charge(lastTry)).rejects.toThrow('given up')
    expect(await paymentOf(orderId)).toBe('abandoned')
    await world.clock.advance(9_999)
    await expect(charge()).rejects.toThrow('given up')
    await arrives(orderId)
    await isGivenBack(orderId)
  })

  it('holds nobody up for longer than it may be on its way', async () => {
    const orderId = await placeReserved()
    await expect(charge()).rejects.toThrow('still open')
    // The next attempt need not wait for the lease of the one that has ended.
    await expect(charge()).rejects.toThrow('still open')
    await world.cancel(orderId)
    await world.clock.advance(10_000)
    await world.carryNext('orders.refundCard')
    await charge()
    await world.settle()
    expect(await paymentOf(orderId)).toBe('abandoned')
    expect(await world.timeline(orderId)).toMatchObject({ final: true })
  })
})

it.each(['pending', 'unknown'] as const)(
  'a charge that was given up and is %s on the last try is left to a person, for no saga asks again',
  async (standing) => {
    const orderId = await placeReserved()
    await expect(charge()).rejects.toThrow('still open')
    await world.cancel(orderId)
    await world.clock.advance(10_000)
    await world.carryNext('orders.refundCard')
    expect(await paymentOf(orderId)).toBe('abandoned')
    world.payments.standing = standing
    await expect(charge(lastTry)).rejects.toThrow(standing)
    world.payments.standing = undefined
    await arrives(orderId)
    await isGivenBack(orderId)
  },
)
