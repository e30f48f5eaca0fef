import { expect, test } from '../shop.ts'

test('an order that is confirmed can be cancelled: money and print come back', async ({
  shopper,
  partner,
  ledger,
  mailbox,
}) => {
  const sku = 'current-no-5-a2'
  const before = await partner.stockOf(sku)
  const { orderId, total, accessToken } = await partner.placeOrder({ sku, email: 'regret@example.org' })
  await partner.waitsFor(orderId, 'confirmed')
  const kinds = async () => (await mailbox.mailsTo('regret@example.org')).map(({ kind }) => kind).sort()
  await expect.poll(kinds).toEqual(['order_confirmed'])
  const { page } = shopper
  await page.goto(`/orders/${orderId}?accessToken=${accessToken}`)

  await page.getByRole('button', { name: 'Cancel this order' }).click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await shopper.seesOrderBecome('Cancelled')
  await expect(page.getByRole('heading', { name: 'Cancelled, as you asked.' })).toBeVisible()
  await expect(page.getByText('Your prints are back on the wall.').first()).toBeVisible()

  await expect.poll(() => ledger.movesOf(orderId)).toEqual([total.amount, -total.amount])
  await expect.poll(() => partner.stockOf(sku)).toEqual(before)
  await expect.poll(kinds).toEqual(['order_cancelled', 'order_confirmed'])
  const again = await partner.cancel(orderId)
  expect([again.status, Object(again.body).code]).toEqual([409, 'order_not_cancellable'])
})

test('an order that waits for a slow bank can be cancelled: whatever was charged goes back', async ({
  partner,
  ledger,
}) => {
  const sku = 'current-no-7-a2'
  const before = await partner.stockOf(sku)
  const { orderId } = await partner.placeOrder({ sku, card: 'tok_slow' })
  await partner.waitsFor(orderId, 'reserved')
  expect((await partner.cancel(orderId)).status).toBe(202)
  await partner.waitsFor(orderId, 'cancelled')

  await expect.poll(() => partner.stockOf(sku), { timeout: 30_000 }).toEqual(before)
  // The bank ends its work ten seconds after it was asked; by then the order must be even.
  await using events = await partner.follow(orderId)
  const isEnd = async () => {
    for (;;) if ((await events.next()).event === 'end') return true
  }
  expect(await isEnd()).toBe(true)
  const sum = async () => (await ledger.movesOf(orderId)).reduce((total, amount) => total + amount, 0)
  await expect.poll(sum).toBe(0)
})
