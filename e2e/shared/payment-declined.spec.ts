import { expect, test } from '../shop.ts'

const sku = 'ridge-no-2-a3'

test('a declined card costs nothing: the order says so, the print is back and no money moved', async ({
  shopper,
  partner,
  ledger,
  mailbox,
}) => {
  const before = await partner.stockOf(sku)
  await shopper.alreadyHasInBag(sku)
  await shopper.opensBag()
  const orderId = await shopper.checksOut('Declines', 'declined@example.org')

  await shopper.seesOrderBecome('Rejected')
  await expect(shopper.page.getByRole('heading', { name: 'The bank said no.' })).toBeVisible()
  await expect.poll(() => partner.stockOf(sku)).toEqual(before)
  expect(await ledger.movesOf(orderId)).toEqual([])
  await expect.poll(() => mailbox.mailsTo('declined@example.org')).toMatchObject([{ kind: 'order_rejected', orderId }])

  await shopper.page.getByRole('button', { name: 'Put it back in my bag' }).click()
  await expect(shopper.page.getByRole('link', { name: 'Back to payment' })).toBeVisible()
})

test('a bank that fails twice, or takes the money and never answers, is asked again and charges once', async ({
  partner,
  ledger,
}) => {
  const cards = ['tok_flaky', 'tok_timeout'] as const
  const orders = await Promise.all(cards.map((card) => partner.placeOrder({ sku, card })))
  for (const { orderId, total } of orders) {
    await partner.waitsFor(orderId, 'confirmed', { timeout: 45_000 })
    expect(await ledger.movesOf(orderId)).toEqual([total.amount])
  }
})
