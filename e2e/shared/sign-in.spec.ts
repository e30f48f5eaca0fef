import { seeded } from '../accounts.ts'
import { expect, test } from '../shop.ts'

test.describe.configure({ mode: 'parallel' })

test('whoever signs in at the till comes back to it: both bags are one, of each print the larger number, and the form is filled in', async ({
  shopper,
  anotherShopper,
}) => {
  const account = await shopper.hasAccount()
  const elsewhere = await anotherShopper()
  await elsewhere.isSignedIn(account)
  await elsewhere.alreadyHasInBag('contour-no-2-a3')
  await elsewhere.page.goto('/account/addresses')
  await elsewhere.page.getByRole('button', { name: 'Write one down' }).click()
  await elsewhere.page.getByLabel('Street and number').fill('12 St James’s Square')
  await elsewhere.page.getByLabel('Postal code').fill('1070')
  await elsewhere.page.getByLabel('City').fill('Vienna')
  await elsewhere.page.getByRole('button', { name: 'Keep it' }).click()
  await expect(elsewhere.page.getByRole('list', { name: 'Your addresses' })).toContainText('1070 Vienna')
  const studio = { name: 'Studio', line1: 'Hill Road 2', postalCode: '8010', city: 'Graz', country: 'EU' }
  expect((await elsewhere.page.request.post('/trpc/v2/account.saveAddress', { data: studio })).ok()).toBe(true)

  const { page } = shopper
  await shopper.opensPrint('contour-no-2')
  await shopper.picksSize('A3')
  await shopper.addsToBag()
  await shopper.opensPrint('bristle-no-9')
  await shopper.picksSize('A3')
  await shopper.addsToBag()
  await page.goto('/checkout')
  await page.getByRole('link', { name: 'Sign in instead' }).click()
  await shopper.signsIn(account)

  await expect(page).toHaveURL(/\/checkout$/)
  await expect(page.getByLabel('Name')).toHaveValue(account.name)
  await expect(page.getByLabel('E-mail')).toHaveValue(account.email)
  const order = page.getByRole('complementary', { name: 'Your order' })
  await expect(order.getByRole('listitem')).toHaveCount(2)
  await expect(order.getByText('one print')).toHaveCount(2)
  await page.getByRole('button', { name: 'Continue' }).click()
  const street = page.getByLabel('Street and number')
  await expect(street).toHaveValue('12 St James’s Square')
  const book = page.getByRole('group', { name: 'From your addresses' })
  await book.getByRole('radio', { name: /^Hill Road 2, 8010 Graz/ }).check()
  await expect(street).toHaveValue('Hill Road 2')
  await street.fill('Hill Road 3')
  await expect(book.getByRole('radio', { name: 'Another address' })).toBeChecked()
  await book.getByRole('radio', { name: /^12 St James’s Square/ }).check()
  await expect(street).toHaveValue('12 St James’s Square')
  await page.getByRole('button', { name: 'Continue' }).click()
  const orderId = await shopper.paysWith('Approves')
  await shopper.seesOrderBecome('Confirmed')

  // The order is the account's: it is there in every browser in which they are signed in.
  await elsewhere.page.goto('/account/orders')
  await expect(elsewhere.page.locator(`a[href="/orders/${orderId}"]`)).toBeVisible()
  expect([...shopper.errors, ...elsewhere.errors]).toEqual([])
})

test('a password that does not fit is said beside its field, and the keys under the mat fill in the form', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/sign-in')
  await shopper.triesToSignIn({ email: 'nobody@example.org', password: 'a guess' })
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/do not fit together/)
  await expect(page.getByRole('alert').filter({ hasText: 'One thing to mend' })).toBeFocused()

  await page.getByRole('button', { name: 'shopper@halftone.test' }).click()
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { name: /^Hello, / })).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
  await page.goto('/account/orders')
  await expect(page.getByRole('heading', { name: 'Come in' })).toBeVisible()
  await shopper.signsIn(seeded('shopper'))
  await expect(page).toHaveURL(/\/account\/orders$/)
})

test('the way back leads to no other site', async ({ shopper, shop }) => {
  const { page } = shopper
  for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example', '/.//evil.example']) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
    await shopper.signsIn(seeded('shopper'))
    await expect(page).toHaveURL(`${shop.web}/account`)
    // Whoever is in already is led on by the server.
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
    await expect(page).toHaveURL(`${shop.web}/account`)
    await page.context().clearCookies()
  }
})
