import { mailedLink } from '../accounts.ts'
import { expect, test } from '../shop.ts'

test('a mailed link sets a new password, once, and every browser is signed out', async ({
  shopper,
  anotherShopper,
  shop,
}) => {
  const { page } = shopper
  const account = await shopper.hasAccount()
  const elsewhere = await anotherShopper()
  await elsewhere.isSignedIn(account)
  await elsewhere.page.goto('/account')
  await expect(elsewhere.page.getByRole('heading', { name: `Hello, ${account.name}` })).toBeVisible()

  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Forgotten the password?' }).click()
  await expect(page.getByRole('heading', { name: 'A new password' })).toBeVisible()
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByRole('button', { name: 'Mail me a link' }).click()
  await expect(page.getByRole('heading', { name: 'Look in your mail' })).toBeVisible()
  const link = await mailedLink({ shop, to: account.email, kind: 'password_reset' })
  await page.goto(link)
  const renewed = { ...account, password: 'another engine of numbers' }
  await page.getByLabel('New password').fill(renewed.password)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await expect(page.getByRole('heading', { name: 'It is set' })).toBeVisible()

  await elsewhere.findsAccountShut()
  await elsewhere.triesToSignIn(account)
  await expect(elsewhere.page.getByLabel('Password')).toHaveAccessibleDescription(/do not fit together/)
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await shopper.signsIn(renewed)
  await expect(page.getByRole('heading', { name: `Hello, ${account.name}` })).toBeVisible()

  await page.goto(link)
  await page.getByLabel('New password').fill('a third engine')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'This link is over' })).toBeVisible()
})

test('whether an address has an account is not to be learned from asking', async ({ shopper, mailbox }) => {
  const { page } = shopper
  const email = `nobody-${crypto.randomUUID()}@example.org`
  await page.goto('/reset-password')
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('button', { name: 'Mail me a link' }).click()
  await expect(page.getByRole('heading', { name: 'Look in your mail' })).toBeVisible()
  expect(await mailbox.mailsTo(email)).toEqual([])
})
