import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })
const again = (page: Page) => page.getByRole('button', { name: 'Deliver it all again' })

test('every message of an order comes five times, and not a row is written; after the end the old ones change nothing either', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/inbox')
  await page.getByRole('radio', { name: 'Nothing: not a row is written' }).check()
  await page.getByRole('button', { name: 'Order a print' }).click()
  await expect(page.getByRole('status', { name: 'Status' })).toHaveText('Confirmed')
  await again(page).click({ timeout: 30_000 })
  await expect(goal(page, 'delivered five times')).toContainText(': seen')
  for (const name of ['inventory.reserveStock', 'orders.chargeCard', 'inventory.stockCommitted']) {
    await expect(page.getByRole('img', { name: `${name} to` })).toHaveAccessibleName(/: 5 deliveries, 1 effect$/)
  }
  await expect(page.getByRole('status', { name: 'Rows changed' })).toHaveText('0')
  await expect(page.getByRole('region', { name: 'Tables of inventory' }).getByRole('row')).not.toHaveCount(1)
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  await expect(goal(page, 'not a row')).toContainText(': seen')
  await expect(goal(page, 'noted once')).toContainText(': seen')

  await page.getByRole('button', { name: 'Cancel it' }).click()
  await expect(page.getByRole('status', { name: 'Status' })).toHaveText('Cancelled')
  await again(page).click({ timeout: 30_000 })
  await expect(goal(page, 'nothing comes of them')).toContainText(': seen')
})
