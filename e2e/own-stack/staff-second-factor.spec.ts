import { seeded } from '../accounts.ts'
import { turnsOnSecondFactor } from '../second-factor.ts'
import { expect, test } from '../shop.ts'
import { openShopper } from '../shopper.ts'
import { openShop } from '../stack.ts'

test('where staff have to have a second factor, the office leads them to it, and opens once it is on', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  await using opened = await openShop({ STAFF_SECOND_FACTOR: 'required' })
  await using staff = await openShopper({ browser, shop: opened.shop })
  const { page } = staff
  await staff.isSignedIn(seeded('staff'))
  await page.goto('/admin/sales')
  await expect(page.getByText('come in once your account has a second factor')).toBeVisible()
  const sales = () => page.request.get('/api/v2/sales')
  const refusal = await sales()
  expect([refusal.status(), await refusal.json()]).toMatchObject([403, { code: 'second_factor_missing' }])

  await page.getByRole('link', { name: 'Set it up' }).click()
  await expect(page.getByText('Whoever works here needs one')).toBeVisible()
  await turnsOnSecondFactor(staff, seeded('staff').password)
  await page.goto('/admin/sales')
  await expect(page.getByRole('heading', { name: 'Sales' })).toBeVisible()
  expect((await sales()).status()).toBe(200)
  expect(staff.errors).toEqual([])
})
