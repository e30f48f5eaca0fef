import { seeded } from '../accounts.ts'
import { expect, test } from '../shop.ts'

const letters = `/trpc/v2/deadLetters.list?input=${encodeURIComponent('{}')}`

test('a shopper is kindly refused at the office, by its page and by the gateway', async ({ shopper }) => {
  const { page } = shopper
  await shopper.isSignedIn()
  await page.goto('/admin')
  await expect(page.getByRole('heading', { name: 'For staff' })).toBeVisible()
  await expect(page.getByText('this room is for those who work here')).toBeVisible()
  expect((await page.request.get(letters)).status()).toBe(403)
  await page.getByRole('link', { name: 'Back to the prints' }).click()
  await expect(page.getByRole('heading', { name: 'Prints', exact: true })).toBeVisible()
  expect(shopper.errors).toEqual([])
})

for (const who of ['staff', 'admin'] as const) {
  test(`${who} signs in at the office’s door and is let in without a badge, until the session ends`, async ({
    shopper,
  }) => {
    const { page } = shopper
    await page.goto('/admin/sales')
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
    await shopper.signsIn(seeded(who))
    await expect(page).toHaveURL(/\/admin\/sales$/)
    await expect(page.getByText('Orders confirmed')).toBeVisible()
    expect((await page.request.get(letters)).status()).toBe(200)
    await page.goto('/account')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
    await page.goto('/admin/sales')
    await expect(page.getByRole('heading', { name: 'For staff' })).toBeVisible()
    expect((await page.request.get(letters)).status()).toBe(401)
  })
}
