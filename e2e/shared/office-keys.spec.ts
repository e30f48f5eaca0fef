import { randomUUID } from 'node:crypto'
import { seeded } from '../accounts.ts'
import { ask } from '../rest.ts'
import { expect, test } from '../shop.ts'

const wholeKey = /^sk_halftone_[\w-]{43}$/

test('an admin makes a key, rotates it so that both are good, and revokes it so that neither is; the audit log says who, and is whole', async ({
  shopper,
  shop,
}) => {
  const { page } = shopper
  const statusWith = async (key: string) =>
    (await ask(`${shop.gateway}/api/v2/products?limit=1`, { headers: { authorization: `Bearer ${key}` } })).status
  const keyShown = async () => (await page.getByText(wholeKey).textContent()) ?? ''
  const name = `Gallery ${randomUUID().slice(0, 8)}`
  await shopper.isSignedIn(seeded('admin'))
  await page.goto('/admin/keys')
  await page.getByLabel('Partner').fill(name)
  await page.getByRole('button', { name: 'Make a key' }).click()
  await expect(page.getByText(`The key of ${name}`)).toBeVisible()
  const first = await keyShown()
  expect(await statusWith(first)).toBe(200)
  await page.getByRole('button', { name: 'I have kept it' }).click()

  const row = page.getByRole('row').filter({ hasText: name })
  await row.getByRole('button', { name: 'Rotate' }).click()
  await expect(page.getByText(first)).toHaveCount(0)
  await expect(page.getByText(wholeKey)).toBeVisible()
  const second = await keyShown()
  expect([await statusWith(first), await statusWith(second)]).toEqual([200, 200])

  await row.getByRole('button', { name: 'Revoke' }).click()
  await row.getByRole('button', { name: 'Revoke it for good' }).click()
  await expect(row.getByText(/^revoked /)).toBeVisible()
  await expect.poll(() => Promise.all([statusWith(first), statusWith(second)])).toEqual([401, 401])

  await page.getByRole('navigation', { name: 'Office' }).getByRole('link', { name: 'Audit' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'the chain is whole' })).toBeVisible()
  const actions = page.getByRole('region', { name: 'Actions' })
  for (const operation of ['apiKeys.create', 'apiKeys.rotate', 'apiKeys.revoke'])
    await expect(actions.getByRole('row').filter({ hasText: operation }).first()).toContainText('done')
  await expect(page.getByText(second)).toHaveCount(0)
  expect(shopper.errors).toEqual([])
})
