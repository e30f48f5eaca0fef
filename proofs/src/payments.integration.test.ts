import { testRedisUrl } from '@switchyard/messaging/testing/redis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Notice } from './bank.ts'
import { openShop, type Shop } from './shop.ts'
import { faultsOfOrder, faultsOfShop } from './standing.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ adminUrl: process.env.TEST_DATABASE_URL, redisUrl: testRedisUrl() })
})
afterAll(() => shop?.[Symbol.asyncDispose]())

/** What moved, with the key it moved under. */
const movesOf = async (orderId: string) =>
  (await shop.bank.entriesOf(orderId)).map(({ kind, idempotencyKey }) => `${kind} ${idempotencyKey}`)
const oneCharge = (orderId: string) => [`charge charge-${orderId}`]
const chargeAndRefund = (orderId: string) => [...oneCharge(orderId), `refund refund-${orderId}`]
const paymentOf = async (orderId: string) => {
  const { rows } = await shop.orders.pool.query('SELECT state, attempts FROM payments WHERE order_id = $1', [orderId])
  return rows[0] as { state: string; attempts: number }
}
const versionOf = async (orderId: string) => {
  const { rows } = await shop.orders.pool.query('SELECT version FROM orders WHERE id = $1', [orderId])
  return rows[0]?.version as number
}
const atEnd = (orderId: string) => expect.poll(() => shop.isAtEnd(orderId)).toBe(true)

describe('a bank that', () => {
  test.each(['tok_slow', 'tok_timeout', 'tok_flaky'])(
    'answers as %s does is asked until it is known, charges once under one key, and gives back once under another',
    async (token) => {
      const orderId = await shop.place({ token })
      await shop.becomes(orderId, 'confirmed')
      expect(await movesOf(orderId)).toEqual(oneCharge(orderId))
      await shop.cancel(orderId)
      await atEnd(orderId)
      expect(await movesOf(orderId)).toEqual(chargeAndRefund(orderId))
      expect(await faultsOfOrder(shop, { orderId, ends: 'cancelled' })).toEqual([])
    },
  )

  test('is down is asked until it is back: the order is paid, once, and nobody was told otherwise', async () => {
    await shop.bank.close()
    const orderId = await shop.place()
    await expect.poll(async () => (await paymentOf(orderId)).attempts).toBeGreaterThan(2)
    expect(await shop.statusOf(orderId)).toBe('reserved')
    await shop.bank.reopen()
    await shop.becomes(orderId, 'confirmed')
    expect(await movesOf(orderId)).toEqual(oneCharge(orderId))
  })

  test('is down while money is to go back gives it back, once, when it is there again', async () => {
    const orderId = await shop.place()
    await shop.becomes(orderId, 'confirmed')
    await shop.moveParcel(orderId, 'shipped')
    await shop.bank.close()
    await shop.return(orderId)
    await expect.poll(async () => (await paymentOf(orderId)).state).toBe('refunding')
    await shop.bank.reopen()
    await atEnd(orderId)
    expect(await movesOf(orderId)).toEqual(chargeAndRefund(orderId))
  })

  test('cannot reach the card’s bank for as long as the prints are held leads to an honest no, and takes nothing', async () => {
    const orderId = await shop.place({ token: 'tok_down' })
    await expect.poll(async () => (await paymentOf(orderId)).attempts).toBeGreaterThan(1)
    await shop.inventory.pool.query('UPDATE reservation SET expires_at = $2 WHERE order_id = $1', [
      orderId,
      new Date(shop.clock.now()),
    ])
    await shop.becomes(orderId, 'rejected')
    await atEnd(orderId)
    const { reason, timeline } = await shop.order(orderId)
    expect(reason).toBe('payment_unavailable')
    expect(timeline.find(({ status }) => status === 'rejected')?.note).toMatch(
      /^The bank (did not answer|could not be)/,
    )
    expect(await movesOf(orderId)).toEqual([])
    expect(await faultsOfOrder(shop, { orderId, ends: 'rejected' })).toEqual([])
  })
})

describe('a webhook', () => {
  const five = (notice: Notice) => Array.from({ length: 5 }, () => notice)

  test('that comes first moves the order, and the worker that asked for itself later changes nothing', async () => {
    const orderId = await shop.place({ token: 'tok_timeout' })
    await expect.poll(() => movesOf(orderId)).toHaveLength(1)
    for (const notice of await shop.bank.noticesOf(orderId)) await Promise.all(five(notice).map(shop.recordPayment))
    await shop.becomes(orderId, 'confirmed')
    expect(await movesOf(orderId)).toEqual(oneCharge(orderId))
  })

  test('that comes five times, late and in the wrong order changes not one row', async () => {
    const orders = await Promise.all(['tok_ok', 'tok_declined', 'tok_ok'].map((token) => shop.place({ token })))
    const [kept = '', declined = '', back = ''] = orders
    await Promise.all([
      shop.becomes(kept, 'confirmed'),
      shop.becomes(declined, 'rejected'),
      shop.becomes(back, 'confirmed'),
    ])
    await shop.cancel(back)
    await Promise.all(orders.map(atEnd))
    await expect.poll(() => faultsOfShop(shop)).toEqual([])
    const before = await Promise.all(orders.map(versionOf))
    const notices = (await Promise.all(orders.map(shop.bank.noticesOf))).flat()
    expect(notices.map(({ type }) => type).sort()).toEqual([
      ...['charge.captured', 'charge.captured', 'charge.declined', 'refund.captured'],
    ])
    // The refund first, and every copy beside the copies of all others.
    await Promise.all(notices.toReversed().flatMap(five).map(shop.recordPayment))
    for (const notice of notices.toReversed()) await shop.recordPayment(notice)
    expect(await Promise.all(orders.map(versionOf))).toEqual(before)
    expect(await faultsOfShop(shop)).toEqual([])
  })

  test('that tells of a refund while its worker still waits for the answer ends the undo, once', async () => {
    const orderId = await shop.place({ token: 'tok_timeout' })
    await shop.becomes(orderId, 'confirmed')
    await shop.cancel(orderId)
    await expect.poll(() => movesOf(orderId)).toHaveLength(2)
    const refund = (await shop.bank.noticesOf(orderId)).filter(({ type }) => type === 'refund.captured')
    await Promise.all(refund.flatMap(five).map(shop.recordPayment))
    await atEnd(orderId)
    const { timeline } = await shop.order(orderId)
    expect(timeline.filter(({ note }) => note?.startsWith('Refunded'))).toHaveLength(1)
    expect(await movesOf(orderId)).toEqual(chargeAndRefund(orderId))
  })
})
