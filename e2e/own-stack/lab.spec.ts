import { expect, test } from '../shop.ts'

test('the lab shows every instance with its lease, and one that is killed there is seen to come back', async ({
  shopper,
  fleet,
}) => {
  const { page } = shopper
  await page.goto('/lab')
  const rowOf = (id: string) => page.getByRole('row').filter({ hasText: id })
  for (const { id, service } of await fleet.instances()) {
    await expect(rowOf(id)).toContainText('Ready')
    if (service === 'orders' || service === 'inventory') {
      await expect(rowOf(id).getByRole('img', { name: /^Lease: \d+\.\d s left$/ })).toBeVisible()
    }
  }
  const [before] = await fleet.of('inventory')
  if (!before) throw new Error('there is no inventory instance')

  await page.getByRole('button', { name: `Kill ${before.id}` }).click()
  await expect(page.getByRole('status').filter({ hasText: `${before.id} is dead` })).toBeVisible()
  const restarts = rowOf(before.id).getByRole('cell').nth(5)
  await expect(restarts).toHaveText(String(before.restarts + 1))
  await expect(rowOf(before.id)).toContainText('Ready')
  expect((await fleet.of('inventory'))[0]?.pid).not.toBe(before.pid)
})

test('an instance that is frozen or drained in the lab is shown as such until it is thawed or started there', async ({
  shopper,
  fleet,
}) => {
  const { page } = shopper
  await page.goto('/lab')
  const row = page.getByRole('row').filter({ hasText: 'orders-2' })
  await page.getByRole('button', { name: 'Freeze orders-2' }).click()
  await expect(row).toContainText('Frozen')
  expect(await fleet.of('orders')).toContainEqual(expect.objectContaining({ id: 'orders-2', state: 'frozen' }))
  await page.getByRole('button', { name: 'Thaw orders-2' }).click()
  await expect(row).toContainText('Ready')

  await page.getByRole('button', { name: 'Drain orders-2' }).click()
  await expect(row).toContainText('Dead')
  await expect(row.getByRole('img', { name: 'Lease: gone' })).toBeVisible()
  await page.getByRole('button', { name: 'Start orders-2' }).click()
  await expect(row).toContainText('Ready')
})

test('the lab draws the path of my last order: its steps, and what became of every message', async ({ shopper }) => {
  const { page } = shopper
  const orderId = await shopper.orderedBefore('atrium-no-2-a3')
  await page.goto('/lab')
  const saga = page.getByRole('region', { name: /^Your last order/ })
  await expect(saga.getByRole('link')).toHaveText((await shopper.readsOrder(orderId)).number)
  for (const step of ['reserve', 'charge', 'commit']) {
    await expect(saga.getByRole('listitem').filter({ hasText: new RegExp(`^${step} done`) })).toBeVisible()
  }
  await expect(saga.getByRole('listitem').filter({ hasText: /^stock committed/ })).toBeVisible()

  const messages = page.getByRole('region', { name: 'What it set off' })
  for (const name of [
    'orders.orderPlaced',
    'inventory.reserveStock',
    'inventory.stockReserved',
    'orders.chargeCard',
    'orders.orderConfirmed',
  ]) {
    await expect(messages.getByText(name, { exact: true }).first()).toBeVisible()
  }
  await expect(messages.getByText(/^done after \d+ ms/).first()).toBeVisible()
})
