import { expect, test } from '../shop.ts'

test('one browser signs another out, and then all of them at once', async ({ shopper, anotherShopper }) => {
  const account = await shopper.hasAccount()
  const [phone, library] = [await anotherShopper(), await anotherShopper()]
  for (const browser of [shopper, phone, library]) await browser.isSignedIn(account)
  const isIn = async ({ page }: typeof shopper) => {
    await page.goto('/account')
    await expect(page.getByRole('heading', { name: `Hello, ${account.name}` })).toBeVisible()
  }
  await isIn(phone)
  await isIn(library)

  const { page } = shopper
  await page.goto('/account/sessions')
  const sessions = page.getByRole('list', { name: 'Signed in' }).getByRole('listitem')
  await expect(sessions).toHaveCount(3)
  await expect(sessions.filter({ hasText: 'This browser' })).toHaveCount(1)
  // The newest stands first: the library's.
  await sessions
    .first()
    .getByRole('button', { name: /^Sign it out/ })
    .click()
  await expect(sessions).toHaveCount(2)
  await library.findsAccountShut()
  await isIn(phone)

  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByRole('heading', { name: 'Come in' })).toBeVisible()
  await phone.findsAccountShut()
  await shopper.findsAccountShut()
})
