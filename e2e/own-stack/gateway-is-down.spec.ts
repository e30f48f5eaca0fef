import { expect, test } from '../shop.ts'

test('with the gateway down an account’s page says so kindly, the way back into the shop is there, and both open again', async ({
  shopper,
  fleet,
}) => {
  const { page } = shopper
  const account = await shopper.hasAccount()
  await shopper.isSignedIn(account)
  await fleet.scale('gateway', 0)
  const running = async () => (await fleet.of('gateway')).filter(({ state }) => state !== 'dead')
  await expect.poll(running, { timeout: 30_000 }).toEqual([])

  for (const path of ['/account', '/account/orders', '/account/sessions']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { name: 'We cannot open your account right now' })).toBeVisible()
    await expect(page.getByRole('main')).toContainText('You are still signed in, and nothing about it has changed.')
  }
  await page.getByRole('button', { name: 'Ask again' }).click()
  await expect(page.getByRole('heading', { name: 'We cannot open your account right now' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Shop' }).getByRole('link', { name: 'Prints', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Prints' })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'We cannot see the catalogue right now' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'We cannot open your account right now' })).toBeVisible()

  await fleet.scale('gateway', 1)
  await fleet.waitsFor('gateway-1', 'ready')
  await page.getByRole('button', { name: 'Ask again' }).click()
  await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Shop' }).getByRole('link', { name: 'Prints', exact: true }).click()
  await expect(page.getByRole('link', { name: /Contour No\./ }).first()).toBeVisible()
})
