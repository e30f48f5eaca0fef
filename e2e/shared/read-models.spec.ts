import { expect, test } from '../shop.ts'

test('a purchase reaches the list of orders and the sales, says how far these are behind, and a rebuild changes nothing', async ({
  shopper,
  partner,
}) => {
  const { page } = shopper
  const orderId = await shopper.orderedBefore('atrium-no-18-a2')
  await expect.poll(async () => (await shopper.readsOrder(orderId)).status, { timeout: 20_000 }).toBe('confirmed')
  const { number } = await shopper.readsOrder(orderId)
  await page.goto('/orders')
  const row = page.getByRole('row').filter({ hasText: number })
  await expect(row).toContainText('Confirmed')
  await page.getByText('order history').click()
  await expect(page.getByText('"behindMs"')).toBeVisible()

  await page.goto('/admin/sales')
  await page.getByRole('button', { name: 'Take a staff badge' }).click()
  const byPrint = page.getByRole('region', { name: 'By print' }).getByRole('row').filter({ hasText: 'atrium-no-18' })
  await expect(byPrint).toBeVisible()
  const { soldLast30Days } = await partner.print('atrium-no-18')
  expect(soldLast30Days).toBeGreaterThan(0)

  await page.getByRole('button', { name: 'Make it anew' }).click()
  await expect(page.getByText(/events told \d+ orders\. Nothing had to be mended\./)).toBeVisible()
  await expect(byPrint).toBeVisible()
  expect((await partner.print('atrium-no-18')).soldLast30Days).toBe(soldLast30Days)
  expect(shopper.errors).toEqual([])
})

test('nobody sees the sales without a badge', async ({ shop }) => {
  const answer = await fetch(`${shop.gateway}/trpc/v2/sales.byDay?input=%7B%7D`)
  expect(answer.status).toBe(401)
})
