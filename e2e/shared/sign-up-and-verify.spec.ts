import { newEmail } from '../accounts.ts'
import { expect, test } from '../shop.ts'

test('an account is open once the mailed link was followed and the password typed again, and not before; the link works once', async ({
  shopper,
  anotherShopper,
}) => {
  const { page } = shopper
  const account = { name: 'Grace Hopper', email: newEmail('grace'), password: 'a moth in relay 70' }
  await page.goto('/sign-up')
  await page.getByLabel('Name').fill(account.name)
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByLabel('Password').fill('short')
  await page.getByRole('button', { name: 'Make an account' }).click()
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/^Eight characters or more/)
  await page.getByLabel('Password').fill('Trustno1')
  await page.getByRole('button', { name: 'Make an account' }).click()
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/a short sentence is good/)
  await page.getByLabel('Password').fill(account.password)
  await page.getByRole('button', { name: 'Make an account' }).click()
  await expect(page.getByRole('heading', { name: 'Look in your mail' })).toBeFocused()

  const early = await anotherShopper()
  await early.page.goto('/sign-in')
  await early.triesToSignIn(account)
  await expect(early.page.getByLabel('Password')).toHaveAccessibleDescription(/was not confirmed yet/)

  await page.getByRole('main').getByRole('link', { name: 'mailbox' }).click()
  const mail = page.getByRole('listitem').filter({ hasText: account.email })
  const link = (await mail.getByRole('link').getAttribute('href')) ?? ''
  // To look at it uses nothing up, as programs that look through mails do.
  expect((await page.request.get(link)).status()).toBe(200)
  await mail.getByRole('link').click()
  // Whoever holds the link alone, and did not choose the password, opens nothing.
  await page.getByLabel('Password').fill('what mallory likes')
  await page.getByRole('button', { name: 'Open my account' }).click()
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/not the password that was chosen/)
  await page.getByLabel('Password').fill(account.password)
  await page.getByRole('button', { name: 'Open my account' }).click()
  await expect(page.getByRole('heading', { name: 'Your account is open' })).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await shopper.signsIn(account)
  await expect(page.getByRole('heading', { name: `Hello, ${account.name}` })).toBeVisible()

  await page.goto(link)
  await page.getByLabel('Password').fill(account.password)
  await page.getByRole('button', { name: 'Open my account' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'This link is over' })).toBeVisible()
  expect(shopper.errors).toEqual([])
})

test('an address that has an account is told so by mail alone', async ({ shopper, mailbox }) => {
  const { page } = shopper
  const { email } = await shopper.hasAccount()
  await page.goto('/sign-up')
  await page.getByLabel('Name').fill('Mallory')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill('what mallory likes')
  await page.getByRole('button', { name: 'Make an account' }).click()
  await expect(page.getByRole('heading', { name: 'Look in your mail' })).toBeVisible()
  const kinds = async () => (await mailbox.mailsTo(email)).map(({ kind }) => kind).sort()
  await expect.poll(kinds).toEqual(['address_taken', 'verify_email'])
})
