import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

test.describe.configure({ mode: 'serial' })

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })
const rowOf = (page: Page, id: string) => page.getByRole('row').filter({ hasText: id })

/** Opens the page and calls ten times a second; resolves once answers come. */
async function callsAway(page: Page) {
  await page.goto('/lab/registry')
  await page.getByRole('button', { name: 'Call ten times a second' }).click()
  await expect(page.getByRole('img', { name: /^Your newest calls: \d+ answered/ })).toBeVisible()
}

test('whoever predicts that none of their calls fails when an instance is killed is right, and the goal ticks itself', async ({
  shopper,
  fleet,
}) => {
  const { page } = shopper
  const [before] = await fleet.of('inventory')
  if (!before) throw new Error('there is no inventory instance')
  await callsAway(page)
  await page.getByRole('radio', { name: 'None' }).check()
  await page.getByRole('button', { name: `Kill ${before.id}` }).click()

  await expect(goal(page, 'Kill an instance')).toContainText(': seen', { timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  await expect(page.getByText(/^Your calls: \d+ answered, 0 failed\.$/)).toBeVisible()
  await fleet.waitsFor(before.id, 'ready')
  expect((await fleet.of('inventory'))[0]?.restarts).toBe(before.restarts + 1)
})

test('a frozen instance is said to be out while the other answers for it, and called again once it is thawed', async ({
  shopper,
}) => {
  const { page } = shopper
  await callsAway(page)
  await page.getByRole('button', { name: 'Freeze inventory-2' }).click()
  await expect(rowOf(page, 'inventory-2')).toContainText('Frozen')
  await expect(rowOf(page, 'inventory-2')).toContainText(/out: silent|not in its view/)
  await expect(goal(page, 'Freeze one')).toContainText(': seen', { timeout: 30_000 })
  await page.getByRole('button', { name: 'Thaw inventory-2' }).click()
  await expect(rowOf(page, 'inventory-2')).toContainText('is called')
})

test('a newcomer is seen to take its share of the calls, and to leave again', async ({ shopper, fleet }) => {
  const { page } = shopper
  await callsAway(page)
  const many = page.getByRole('group', { name: 'Instances of inventory' })
  await expect(many.getByRole('button', { name: '2' })).toHaveAttribute('aria-pressed', 'true')
  await many.getByRole('button', { name: '3' }).click()
  await expect(page.getByText('inventory shall have 3 instances; the host sees to it.')).toBeVisible()
  await expect(page.getByRole('img', { name: /^inventory-3: \d\d calls answered in the last 10 seconds/ })).toBeVisible(
    {
      timeout: 30_000,
    },
  )
  await expect(goal(page, 'Scale out')).toContainText(': seen')

  await many.getByRole('button', { name: '2' }).click()
  await expect(rowOf(page, 'inventory-3')).toHaveCount(0)
  await expect(page.getByText(/^Your calls: \d+ answered, 0 failed\.$/)).toBeVisible()
  const states = async () => (await fleet.of('inventory')).map(({ state }) => state)
  await expect.poll(states, { timeout: 30_000 }).toEqual(['ready', 'ready'])
})

test('Redis is wiped, no call fails, and every lease is seen again', async ({ shopper }) => {
  const { page } = shopper
  await callsAway(page)
  await page.getByRole('button', { name: 'Wipe Redis' }).click()
  await expect(page.getByText(/^Redis forgot everything/)).toBeVisible()
  await expect(goal(page, 'Wipe Redis')).toContainText(': seen')
  for (const id of ['inventory-1', 'inventory-2', 'orders-1', 'orders-2']) {
    await expect(rowOf(page, id).getByRole('img', { name: /^Lease: \d+\.\d s left$/ })).toBeVisible()
  }
  await expect(page.getByText(/^Your calls: \d+ answered, 0 failed\.$/)).toBeVisible()
})
