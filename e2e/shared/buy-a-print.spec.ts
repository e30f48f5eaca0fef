import { expect, test } from '../shop.ts'

test('a guest buys a print: the order’s page moves by itself from pending to confirmed, with a number of the edition', async ({
  shopper,
  partner,
  mailbox,
  ledger,
}) => {
  const sku = 'contour-no-2-a2'
  const before = await partner.stockOf(sku)
  const { page } = shopper
  let pageLoads = 0
  page.on('load', () => {
    pageLoads += 1
  })

  await shopper.opensHome()
  await page
    .getByRole('navigation', { name: 'Shop', exact: true })
    .getByRole('link', { name: 'Prints', exact: true })
    .click()
  await page.getByRole('link', { name: /^Contours/ }).click()
  await page.getByRole('heading', { name: 'Contour No. 2' }).getByRole('link').click()
  await shopper.picksSize('A2')
  await shopper.addsToBag()
  await page.getByRole('link', { name: 'See your bag' }).click()
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: 'Contour No. 2' })).toContainText('A2')
  const orderId = await shopper.checksOut('Answers late, after ten seconds', 'buyer@example.org')

  await shopper.seesOrderBecome('Reserved')
  await expect(page.getByRole('heading', { name: 'Set aside for you.' })).toBeVisible()
  await shopper.seesOrderBecome('Confirmed', { timeout: 30_000 })
  expect(pageLoads, 'only the first page was loaded; everything else moved by itself').toBe(1)

  const { lines, total, number } = await shopper.readsOrder(orderId)
  const [given] = lines[0]?.numbers ?? []
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    `Confirmed: you have No. ${given} of ${before.edition}.`,
  )
  expect((await shopper.history()).map((step) => step.split('\n')[0])).toEqual([
    'Pending',
    'Reserved',
    'Paid',
    'Confirmed',
  ])
  expect(await partner.stockOf(sku)).toEqual({
    ...before,
    onHand: before.onHand - 1,
    available: before.available - 1,
    sold: before.sold + 1,
  })
  expect(await ledger.movesOf(orderId)).toEqual([total.amount])
  await expect.poll(() => mailbox.mailsTo('buyer@example.org')).toMatchObject([{ kind: 'order_confirmed', orderId }])
  const [mail] = await mailbox.mailsTo('buyer@example.org')
  expect(mail?.subject).toContain(number)
  expect(mail?.text).toContain(`No. ${given} of ${before.edition}`)
  await expect(page.getByRole('button', { name: /^Bag/ })).toContainText('0')
})

test('what the shop forgot to ask is said in words, and what was typed is kept', async ({ shopper }) => {
  const { page } = shopper
  await shopper.alreadyHasInBag('contour-no-1-a3')
  await page.goto('/checkout')
  await page.getByLabel('E-mail').fill('ada')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('Please tell us your name.').first()).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('E-mail').fill('ada@example.org')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { name: 'Where should it hang?' })).toBeVisible()
  await page.goBack()
  await page.reload()
  await expect(page.getByLabel('Name')).toHaveValue('Ada')
})
