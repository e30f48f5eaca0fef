import { crowdOf, narrowDoor } from '../narrow-door.ts'
import { expect, test } from '../shop.ts'

test('while browsing is refused checkout goes through, the shop says so kindly, and shows its prints again by itself', async ({
  shopper,
  shop,
}) => {
  const { page } = shopper
  await shopper.alreadyHasInBag('contour-no-2-a2')
  await narrowDoor(page.context(), shop.web)
  const full = page.getByRole('status').filter({ hasText: 'The gallery is full right now' })
  let orderId: string
  {
    await using crowd = await crowdOf(page.context().request)
    expect(crowd.told).toEqual({ retryAfter: '3', code: 'overloaded' })
    // Now and then somebody leaves just as this one comes, and it is let in.
    await expect(async () => {
      await page.goto('/prints')
      await expect(full.first()).toContainText('the till is open to you too', { timeout: 1_000 })
    }).toPass()

    await page.goto('/checkout')
    await shopper.saysWhoAndWhere()
    orderId = await shopper.paysWith('Approves')
    expect(orderId).toMatch(/^[0-9a-f-]{36}$/)
    await expect(async () => {
      await page.goto('/prints')
      await expect(full.first()).toBeVisible({ timeout: 1_000 })
    }).toPass()
  }
  await expect(page.getByRole('link', { name: /Contour No\./ }).first()).toBeVisible({ timeout: 30_000 })
  await expect(full).toHaveCount(0)
  await expect.poll(async () => (await shopper.readsOrder(orderId)).status, { timeout: 20_000 }).toBe('confirmed')
})
