import { randomUUID } from 'node:crypto'
import { Order, PlacedOrder } from '@switchyard/contracts/orders'
import { orderFor } from '../partner.ts'
import { expect, test } from '../shop.ts'

test('whoever deletes their account is gone at once, and in every browser; their order stays, without a name', async ({
  shopper,
  anotherShopper,
  partner,
}) => {
  const { page } = shopper
  const account = await shopper.hasAccount()
  const elsewhere = await anotherShopper()
  await elsewhere.isSignedIn(account)
  await shopper.isSignedIn(account)
  const data = { ...orderFor({ sku: 'ridge-no-10-a3', email: account.email }) }
  const headers = { 'idempotency-key': randomUUID() }
  const placed = PlacedOrder.parse(await (await page.request.post('/api/v2/orders', { data, headers })).json())
  const byToken = async () =>
    await (await partner.ask(`/orders/${placed.orderId}?accessToken=${placed.accessToken}`)).body
  await expect.poll(async () => Order.parse(await byToken()).status).toBe('confirmed')
  expect(JSON.stringify(await byToken())).toContain(account.email)
  // Its print goes back: whoever is gone cannot do it any more.
  const cancel = { headers: { 'idempotency-key': randomUUID() } }
  expect((await page.request.post(`/api/v2/orders/${placed.orderId}/cancel`, cancel)).status()).toBe(202)
  await expect.poll(async () => Order.parse(await byToken()).status).toBe('cancelled')

  await page.goto('/account/delete')
  await expect(page.getByRole('region', { name: 'What stays, without you in it' })).toContainText('Your orders')
  await page.getByLabel(/^To be sure/).fill('somebody@else.example')
  await page.getByLabel('Password').fill('a guess')
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(page.getByLabel(/^To be sure/)).toHaveAccessibleDescription(`To be sure, please type ${account.email}.`)
  await page.getByLabel(/^To be sure/).fill(account.email)
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription('This is not the password of your account.')
  await page.getByLabel('Password').fill(account.password)
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(page.getByRole('heading', { name: 'Your nail is bare' })).toBeVisible()

  await elsewhere.findsAccountShut()
  await elsewhere.triesToSignIn(account)
  await expect(elsewhere.page.getByLabel('Password')).toHaveAccessibleDescription(/do not fit together/)
  await expect.poll(async () => JSON.stringify(await byToken())).not.toContain(account.email)
  expect(Order.parse(await byToken())).toMatchObject({ orderId: placed.orderId, number: placed.number })
  expect([...shopper.errors, ...elsewhere.errors]).toEqual([])
})
