import { seeded } from '../accounts.ts'
import { expect, test } from '../shop.ts'

const slug = 'ridge-no-8'
const sku = `${slug}-a3`
/** What a person calls at once, with what a busy machine takes to draw it. */
const atOnce = { timeout: 1_500 }

test('a price that staff change, and a print that somebody else buys, are seen at once in two shops that stand open', async ({
  shopper,
  anotherShopper,
  partner,
}) => {
  const [second, staff] = [await anotherShopper(), await anotherShopper()]
  await staff.isSignedIn(seeded('staff'))
  const sizes = [shopper, second].map(({ page }) => page.locator('label', { has: page.locator('[value=a3]') }))
  for (const { page } of [shopper, second]) {
    const following = page.waitForResponse((response) => response.url().includes('live.follow') && response.ok())
    await page.goto(`/prints/${slug}?size=a3`)
    await following
  }
  const {
    variants: [made],
  } = await partner.print(slug).then((print) => ({ variants: print.variants.filter((one) => one.sku === sku) }))
  if (!made || made.available === null) throw new Error(`${sku} is not on sale`)
  for (const size of sizes) await expect(size).toContainText(`${made.available} left`)

  const change = (amount: number) => staff.page.request.put(`/api/v2/prices/${sku}`, { data: { amount } })
  const amount = made.price.amount + 12_300
  try {
    expect((await change(amount)).status()).toBe(200)
    for (const size of sizes) await expect(size).toContainText(`${amount / 100}`, atOnce)
    const everywhere = await partner.ask(`/products/${slug}`)
    expect(everywhere.text).toContain(`"amount":${amount}`)
    expect(everywhere.headers.get('cache-status')).toMatch(/^Switchyard; (hit|fwd)/)
  } finally {
    expect((await change(made.price.amount)).status()).toBe(200)
  }

  const { orderId } = await partner.placeOrder({ sku })
  await partner.waitsFor(orderId, 'confirmed')
  for (const size of sizes) await expect(size).toContainText(`${made.available - 1} left`, atOnce)
  await partner.cancel(orderId)
  for (const size of sizes) await expect(size).toContainText(`${made.available} left`, { timeout: 20_000 })
  expect([shopper.errors, second.errors]).toEqual([[], []])
})
