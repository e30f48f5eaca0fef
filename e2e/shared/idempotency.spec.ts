import { randomUUID } from 'node:crypto'
import { orderFor } from '../partner.ts'
import { expect, test } from '../shop.ts'

const sku = 'moon-no-11-a1'

test('the same key ten times at once is one order, one charge and one answer', async ({ partner, ledger }) => {
  const question = { json: orderFor({ sku }), key: randomUUID() }
  const before = await partner.stockOf(sku)

  const answers = await Promise.all(Array.from({ length: 10 }, () => partner.sendOrder(question)))
  const taken = answers.filter(({ status }) => status === 202)
  const waiting = answers.filter(({ status }) => status !== 202)
  expect(taken.length).toBeGreaterThan(0)
  expect(new Set(taken.map(({ text }) => text)).size).toBe(1)
  for (const { body, status, headers } of waiting) {
    expect({ status, code: Object(body).code }).toEqual({ status: 409, code: 'idempotency_in_flight' })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }

  const orderId = Object(taken[0]?.body).orderId
  const { total } = await partner.waitsFor(orderId, 'confirmed')
  const later = await partner.sendOrder(question)
  expect([later.status, later.text]).toEqual([202, taken[0]?.text])
  expect(await ledger.movesOf(orderId)).toEqual([total.amount])
  expect(await partner.stockOf(sku)).toMatchObject({ sold: before.sold + 1, reserved: 0 })
})

test('the same key with another body is refused, and means another order to another caller', async ({
  partner,
  shopper,
}) => {
  const key = randomUUID()
  const { orderId } = await partner.placeOrder({ sku }, key)
  const other = await partner.sendOrder({ json: orderFor({ sku, quantity: 2 }), key })
  expect([other.status, Object(other.body).code]).toEqual([422, 'idempotency_key_reused'])

  const guest = await shopper.page.request.post('/api/v2/orders', {
    data: orderFor({ sku }),
    headers: { 'idempotency-key': key },
  })
  expect(guest.status()).toBe(202)
  expect((await guest.json()).orderId).not.toBe(orderId)
})

test('cancelling twice under one key gives the money back once', async ({ partner, ledger }) => {
  const { orderId, total } = await partner.placeOrder({ sku })
  await partner.waitsFor(orderId, 'confirmed')
  const key = randomUUID()
  const first = await partner.cancel(orderId, key)
  const second = await partner.cancel(orderId, key)
  expect([first.status, second.status, second.text]).toEqual([202, 202, first.text])
  await expect.poll(() => ledger.movesOf(orderId)).toEqual([total.amount, -total.amount])
})
