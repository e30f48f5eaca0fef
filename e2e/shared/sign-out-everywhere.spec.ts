import { seeded } from '../accounts.ts'
import { pages } from '../pages.ts'
import { expect, test } from '../shop.ts'

/** All that are for one person alone; who is told goodbye is nobody any more. */
const ownPages = pages.filter((path) => /^\/(account|admin)(\/|$)/.test(path) && path !== '/account/deleted')

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

test('every page of the account and of the office has the way out, on a phone too', async ({ shopper }) => {
  const { page } = shopper
  await shopper.isSignedIn(seeded('admin'))
  const out = page.getByRole('button', { name: 'Sign out', exact: true })
  expect(ownPages).toEqual(expect.arrayContaining(['/account', '/account/sessions', '/admin/sales']))
  for (const path of ownPages) {
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(path)
    await expect(out, path).toBeInViewport()
    await page.setViewportSize({ width: 360, height: 740 })
    if (path.startsWith('/admin')) await page.getByRole('button', { name: 'Menu' }).click()
    await expect(out, path).toBeInViewport()
  }
  await out.click()
  await expect(page).toHaveURL(/\/$/)
  await shopper.findsAccountShut()
})
