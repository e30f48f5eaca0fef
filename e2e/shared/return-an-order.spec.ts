import { expect, test } from '../shop.ts'

test('an order that was delivered can be sent back: print and money come back, each once', async ({
  shopper,
  partner,
  ledger,
  mailbox,
}) => {
  const sku = 'ridge-no-5-a2'
  const before = await partner.stockOf(sku)
  const { orderId, total, accessToken } = await partner.placeOrder({ sku, email: 'too-large@example.org' })
  await partner.waitsFor(orderId, 'confirmed')
  const early = await partner.return(orderId)
  expect([early.status, Object(early.body).code]).toEqual([409, 'order_not_returnable'])
  const { page } = shopper
  await page.goto(`/orders/${orderId}?accessToken=${accessToken}`)
  await partner.movesParcel(orderId, 'shipped')
  await shopper.seesOrderBecome('Sent')
  await partner.movesParcel(orderId, 'delivered')
  await shopper.seesOrderBecome('Delivered')

  await page.getByRole('button', { name: 'Return this order' }).click()
  await page.getByRole('button', { name: 'Yes, return it' }).click()
  await shopper.seesOrderBecome('Returned')
  await expect(page.getByRole('heading', { name: 'Returned, as you asked.' })).toBeVisible()
  await expect(page.getByText('Your prints are back on the wall.').first()).toBeVisible()
  await expect(page.getByText(/^Refunded: €/).first()).toBeVisible()

  await expect.poll(() => ledger.movesOf(orderId)).toEqual([total.amount, -total.amount])
  await expect.poll(() => partner.stockOf(sku)).toEqual(before)
  const kinds = async () => (await mailbox.mailsTo('too-large@example.org')).map(({ kind }) => kind).sort()
  await expect.poll(kinds).toEqual(['order_confirmed', 'order_returned'])
  const again = await partner.return(orderId)
  expect([again.status, Object(again.body).code]).toEqual([409, 'order_not_returnable'])
  expect(await ledger.movesOf(orderId)).toEqual([total.amount, -total.amount])
})
