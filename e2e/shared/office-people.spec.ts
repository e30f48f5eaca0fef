import { newEmail, seeded } from '../accounts.ts'
import { expect, test } from '../shop.ts'

test('an admin signs somebody out everywhere, by the address of the account; the audit log says who did, and not to whom by name', async ({
  shopper,
  anotherShopper,
}) => {
  const account = await shopper.hasAccount()
  await shopper.isSignedIn(account)
  const admin = await anotherShopper()
  await admin.isSignedIn(seeded('admin'))
  const { page } = admin
  await page.goto('/admin/people')
  const endsSessionsOf = async (email: string) => {
    await page.getByLabel('E-mail of the account').fill(email)
    await page.getByRole('button', { name: 'Sign them out everywhere' }).click()
  }
  await endsSessionsOf(newEmail('nobody'))
  await expect(page.getByText('Nobody has an account with this address.')).toBeVisible()
  await endsSessionsOf(account.email)
  await expect(page.getByText('1 session ended, within a second.')).toBeVisible()
  await shopper.findsAccountShut()

  await page.getByRole('navigation', { name: 'Office' }).getByRole('link', { name: 'Audit' }).click()
  const action = page.getByRole('region', { name: 'Actions' }).getByRole('row').filter({ hasText: 'endSessionsOf' })
  await expect(action.filter({ hasText: 'done' }).first()).toBeVisible()
  await expect(page.getByText(account.email)).toHaveCount(0)
  expect(admin.errors).toEqual([])
})

test('who works here and is no admin is told whom to ask, and the gateway refuses them', async ({ shopper }) => {
  const { page } = shopper
  await shopper.isSignedIn(seeded('staff'))
  await page.goto('/admin/people')
  await expect(page.getByText('You are not an admin')).toBeVisible()
  const data = { email: seeded('shopper').email }
  expect((await page.request.post('/trpc/v2/account.endSessionsOf', { data })).status()).toBe(403)
})
