import { randomUUID } from 'node:crypto'
import { orderFor } from '../partner.ts'
import { expect, test } from '../shop.ts'

const slug = 'ridge-no-5'
const sku = `${slug}-a2`
/** A print that no other test looks at, so that the gateway has no copy of it. */
const neverSeen = 'bristle-no-16'

test('with inventory down a print is shown from its last good copy, nothing can be bought, and all of it heals by itself', async ({
  shopper,
  partner,
  fleet,
}) => {
  const { page } = shopper
  await shopper.opensPrint(slug)
  await expect(page.getByRole('button', { name: /^Add to bag/ })).toBeEnabled()
  const before = await partner.stockOf(sku)

  await fleet.scale('inventory', 0)
  const running = async () => (await fleet.of('inventory')).filter(({ state }) => state !== 'dead')
  await expect.poll(running, { timeout: 30_000 }).toEqual([])

  await expect(page.getByRole('status').filter({ hasText: 'We cannot see the stock right now' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Waiting for the stock room' })).toBeDisabled()

  const copy = await partner.print(slug)
  expect(copy.degraded).toEqual(['catalogue', 'stock'])
  expect(copy.variants.map(({ available }) => available)).toEqual([null, null, null])
  expect(copy).toMatchObject({ title: 'Ridge No. 5', soldLast30Days: expect.any(Number) })
  const key = randomUUID()
  for (const answer of [
    await partner.sendOrder({ json: orderFor({ sku }), key }),
    await partner.ask(`/stock/${sku}`),
    await partner.ask(`/products/${neverSeen}`),
  ]) {
    expect([answer.status, Object(answer.body).code], answer.text).toEqual([503, 'inventory_unavailable'])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }

  await page.reload()
  await expect(page.getByRole('heading', { name: 'Ridge No. 5' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Waiting for the stock room' })).toBeDisabled()

  await fleet.scale('inventory', 2)
  await expect(page.getByRole('button', { name: /^Add to bag/ })).toBeEnabled({ timeout: 45_000 })
  await expect(page.getByText('We cannot see the stock right now')).toBeHidden()
  expect(await partner.stockOf(sku)).toEqual(before)
  // Each caller's breaker lets its first call through in its own time: the order is sent again until it is taken.
  const sendAgain = async () => (await partner.sendOrder({ json: orderFor({ sku }), key })).status
  await expect.poll(sendAgain, { timeout: 30_000 }).toBe(202)
})
