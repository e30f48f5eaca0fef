import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('twenty who want a cold page have inventory asked once, past the cache twenty times, and a changed price ends the copies at once', async ({
  shopper: { page },
}) => {
  await page.goto('/lab/cache')
  await page.getByRole('radio', { name: /^Once: the others/ }).check()
  await page.getByRole('button', { name: 'Twenty ask for a cold page' }).click()
  await expect(goal(page, 'have inventory asked once')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  await page.getByRole('button', { name: 'Twenty ask past the cache' }).click()
  await expect(page.getByRole('img', { name: /^Past the cache: 20 asked/ })).toBeVisible()
  await expect(goal(page, 'have inventory asked each time')).toContainText(': seen')
  await page.getByRole('button', { name: 'Look at a print twice' }).click()
  await expect(goal(page, 'Look at a print twice')).toContainText(': seen')
  await page.getByRole('button', { name: 'Change its price, and back' }).click()
  const looks = page.getByRole('region', { name: 'Looks at the print' })
  await expect(looks.getByRole('rowheader')).toContainText(['First look', 'Second look', '231.00 €', '230.00 €'])
  await expect(goal(page, 'see the new one within a second')).toContainText(': seen')
})
