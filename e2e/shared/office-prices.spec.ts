import { seeded } from '../accounts.ts'
import { expect, test } from '../shop.ts'

const slug = 'selvedge-no-4'
const sku = `${slug}-a2`

test('staff change what a print costs at the office: an open shop shows it, the audit log says who, and a shopper has no way in', async ({
  shopper,
  anotherShopper,
  partner,
}) => {
  const { page } = shopper
  const staff = await anotherShopper()
  await staff.isSignedIn(seeded('staff'))
  const { variants, title } = await partner.print(slug)
  const before = variants.find((one) => one.sku === sku)?.price.amount
  if (before === undefined) throw new Error(`${sku} is not on sale`)
  const after = before + 4_150
  await page.goto(`/prints/${slug}?size=a2`)
  const size = page.locator('label', { has: page.locator('[value=a2]') })
  await expect(size).toContainText(`${before / 100}`)
  try {
    await staff.page.goto('/admin/prices')
    await staff.page.getByLabel('Print').selectOption(title)
    const row = staff.page.getByRole('row').filter({ hasText: sku })
    const field = row.getByLabel('New price of A2, euro')
    await field.fill('a lot')
    await row.getByRole('button', { name: 'Set it' }).click()
    await expect(field).toHaveAccessibleDescription(/like 95/)
    await field.fill((after / 100).toFixed(2).replace('.', ','))
    await row.getByRole('button', { name: 'Set it' }).click()
    await expect(staff.page.getByRole('status').filter({ hasText: `${sku} costs` })).toBeVisible()
    await expect(row).toContainText((after / 100).toFixed(2))
    await expect(size).toContainText((after / 100).toFixed(2))
    await staff.page.getByRole('navigation', { name: 'Office' }).getByRole('link', { name: 'Audit' }).click()
    const actions = staff.page.getByRole('region', { name: 'Actions' }).getByRole('row').filter({ hasText: sku })
    await expect(actions.first()).toContainText('products.changePrice')
    await expect(actions.first()).toContainText('done')
  } finally {
    const back = await staff.page.request.put(`/api/v2/prices/${sku}`, { data: { amount: before } })
    expect(back.status()).toBe(200)
  }
  await page.goto('/admin/prices')
  await expect(page.getByLabel('Print')).toHaveCount(0)
  expect([...shopper.errors, ...staff.errors]).toEqual([])
})
