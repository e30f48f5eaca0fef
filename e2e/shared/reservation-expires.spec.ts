import { expect, test } from '../shop.ts'

const sku = 'selvedge-no-18-a3'

test('a print is held while the bank is away, and back on the wall when the hold is over; the buyer is told so', async ({
  shopper,
  partner,
  ledger,
  mailbox,
}) => {
  test.setTimeout(120_000)
  const before = await partner.stockOf(sku)
  await shopper.alreadyHasInBag(sku)
  await shopper.opensBag()
  const orderId = await shopper.checksOut('Cannot be reached', 'patient@example.org')

  await shopper.seesOrderBecome('Reserved')
  await expect(shopper.page.getByText('Still with the bank. We ask again by ourselves.')).toBeVisible()
  expect(await partner.stockOf(sku)).toMatchObject({ reserved: before.reserved + 1, available: before.available - 1 })

  await shopper.seesOrderBecome('Rejected', { timeout: 60_000 })
  await expect(shopper.page.getByRole('heading', { name: 'The bank did not answer.' })).toBeVisible()
  await expect(shopper.page.getByText(/for as long as we could hold your prints/).first()).toBeVisible()
  await expect.poll(() => partner.stockOf(sku)).toEqual(before)
  expect(await ledger.movesOf(orderId)).toEqual([])
  await expect.poll(() => mailbox.mailsTo('patient@example.org')).toMatchObject([{ kind: 'order_rejected', orderId }])
})
