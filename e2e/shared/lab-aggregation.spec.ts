import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('a page is one call of the browser and three to services at once, and comes without its sales when nobody answers for them', async ({
  shopper: { page },
}) => {
  await page.goto('/lab/aggregation')
  const open = page.getByRole('button', { name: 'Open a print’s page' })
  const newest = page.getByRole('region', { name: 'The newest request' })
  await page.getByRole('radio', { name: /^The page without that part/ }).check()
  await open.click()
  await expect(newest).toContainText('1 request, 1 operation, 3 calls to services')
  await expect(goal(page, 'all at once')).toContainText(': seen')
  await page.getByRole('button', { name: 'Home and bag at once' }).click()
  await expect(goal(page, 'in one request')).toContainText(': seen')

  await page.getByRole('button', { name: 'Let the sales hang' }).click()
  const heal = page.getByRole('button', { name: 'Heal the sales' })
  await expect(heal).toBeVisible()
  await open.click()
  await expect(newest).toContainText('200, without sales')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  await heal.click()
  await expect(page.getByRole('button', { name: 'Let the sales hang' })).toBeVisible()
  await open.click()
  await expect(newest).toContainText('200, whole')
  await expect(goal(page, 'whole page again')).toContainText(': seen')

  await page.getByText(/routing table, \d+ operations/).click()
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'products.bySlug' }) })
  await expect(row).toContainText('GET /api/v2/products/{slug}')
})
