import { expect, test } from '../shop.ts'

test('under the same calls least pending spares a slow instance while round robin does not, and nobody else is slowed down', async ({
  shopper,
  anotherShopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/load-balancing')
  await page.getByRole('radio', { name: 'Least pending of two' }).first().check()
  await page.getByRole('button', { name: 'Send 60 calls each way' }).click()
  const lane = (name: string) => page.getByRole('region', { name, exact: true })
  await expect(lane('Least pending of two')).toContainText('60 calls, 60 answered', { timeout: 30_000 })
  await expect(lane('Round robin')).toContainText('60 calls, 60 answered')
  await expect(lane('Round robin').getByRole('img', { name: /^Calls of inventory-\d: 30 answered/ })).toHaveCount(2)

  const goals = page.getByRole('region', { name: 'Goals' }).getByRole('listitem')
  await expect(goals.filter({ hasText: 'round robin' })).toContainText(': seen')
  await expect(goals.filter({ hasText: 'Slow one instance' })).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')

  const told = 'all calls to inventory-2 are answered 200 ms later, in your session only'
  await expect(page.getByText(told)).toBeVisible()
  const other = (await anotherShopper()).page
  await other.goto('/lab/load-balancing')
  await expect(other.getByRole('button', { name: 'Send 60 calls each way' })).toBeVisible()
  await expect(other.getByText(told)).toHaveCount(0)

  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect(page.getByText(told)).toHaveCount(0)
})

test('consistent hash sends the same prints to the same instances, and the table has the same figures as the dots', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/load-balancing')
  await page.getByRole('group', { name: 'The other' }).getByRole('radio', { name: 'Consistent hash' }).check()
  await page.getByRole('checkbox').uncheck()
  await page.getByRole('button', { name: 'Send 60 calls each way' }).click()
  await expect(page.getByRole('region', { name: 'Consistent hash' })).toContainText('60 calls, 60 answered', {
    timeout: 30_000,
  })
  const goals = page.getByRole('region', { name: 'Goals' }).getByRole('listitem')
  await expect(goals.filter({ hasText: 'consistent hash' })).toContainText(': seen')

  await page.getByRole('button', { name: 'Table' }).click()
  const rows = page.getByRole('region', { name: 'Comparison as a table' }).getByRole('row')
  const counts = await rows
    .filter({ hasText: 'Consistent hash' })
    .evaluateAll((all) => all.map((row) => Number(row.querySelectorAll('td')[2]?.textContent)))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60)
})
