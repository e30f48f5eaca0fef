import { seeded } from '../accounts.ts'
import { openMailbox } from '../mailbox.ts'
import { codeOf, givesCode, keepsRecoveryCodes, turnsOnSecondFactor } from '../second-factor.ts'
import { expect, test } from '../shop.ts'
import type { Shopper } from '../shopper.ts'

test.describe.configure({ mode: 'parallel' })

const signsOut = async ({ page }: Shopper) => {
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/$/)
  await page.goto('/sign-in')
}

test('whoever turns it on signs in with password and code, each code once, or with a recovery code, until it is off again', async ({
  shopper,
  shop,
}) => {
  const { page } = shopper
  const account = await shopper.hasAccount()
  await shopper.isSignedIn(account)
  const { key, usedCode, recoveryCode } = await turnsOnSecondFactor(shopper, account.password)

  await signsOut(shopper)
  await shopper.triesToSignIn(account)
  await expect(page.getByRole('heading', { name: 'And your code' })).toBeVisible()
  const code = page.getByLabel('Code', { exact: true })
  await expect(code).toHaveAttribute('autocomplete', 'one-time-code')
  await expect(code).toHaveAttribute('inputmode', 'numeric')
  await givesCode(page, usedCode, 'Sign in')
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This code was used')
  await givesCode(page, '000000', 'Sign in')
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This code does not fit')
  await givesCode(page, codeOf(key, 1), 'Sign in')
  await expect(page).toHaveURL(/\/account$/)

  await signsOut(shopper)
  await shopper.triesToSignIn(account)
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
  await givesCode(page, recoveryCode, 'Sign in')
  await expect(page).toHaveURL(/\/account$/)
  await page.goto('/account/second-factor')
  await expect(page.getByText('9 recovery codes left')).toBeVisible()

  await page.getByRole('button', { name: 'Make new ones' }).click()
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Make new ones' }).click()
  const fresh = await keepsRecoveryCodes(page)
  await page.getByRole('button', { name: 'Turn it off' }).click()
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await givesCode(page, fresh, 'Turn it off')
  await expect(page.getByRole('status').filter({ hasText: 'It is off' })).toBeVisible()
  await signsOut(shopper)
  await shopper.signsIn(account)

  const kinds = async () => (await openMailbox(shop).mailsTo(account.email)).map(({ kind }) => kind)
  const told = ['second_factor_on', 'recovery_code_used', 'recovery_codes_renewed', 'second_factor_off']
  await expect.poll(kinds).toEqual(expect.arrayContaining(told))
  expect(shopper.errors).toEqual([])
})

test('an admin takes it away from who has lost it, and the password opens the account again', async ({
  shopper,
  anotherShopper,
}) => {
  const account = await shopper.hasAccount()
  await shopper.isSignedIn(account)
  await turnsOnSecondFactor(shopper, account.password)
  const admin = await anotherShopper()
  await admin.isSignedIn(seeded('admin'))
  await admin.page.goto('/admin/people')
  await admin.page.getByLabel('E-mail of the account').fill(account.email)
  await admin.page.getByRole('button', { name: 'Take their second factor away' }).click()
  await expect(admin.page.getByText('It is taken away')).toBeVisible()
  await shopper.findsAccountShut()
  await shopper.signsIn(account)
  expect([...shopper.errors, ...admin.errors]).toEqual([])
})
