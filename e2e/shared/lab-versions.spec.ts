import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('version 1 says until when, has the same prices under its own names, and its recorded client goes through', async ({
  shopper: { page },
}) => {
  await page.goto('/lab/versions')
  await page.getByRole('radio', { name: /^It is answered as it always was/ }).check()
  await page.getByRole('button', { name: 'Ask both for a print' }).click()
  await expect(page.getByRole('region', { name: 'Version 1' })).toContainText('"priceCents": 14000')
  await expect(page.getByRole('region', { name: 'Version 2' })).toContainText('"amount": 14000')
  await expect(goal(page, 'since when it is deprecated')).toContainText(': seen')
  await expect(goal(page, 'the same prices')).toContainText(': seen')
  await page.getByRole('button', { name: 'Ask both for nothing' }).click()
  await expect(goal(page, 'refused in the same words')).toContainText(': seen')
  await page.getByRole('button', { name: 'Play the recorded client' }).click()
  const rows = page.getByRole('region', { name: 'The recorded client' }).getByRole('row')
  await expect(rows).toContainText(['The client', ...Array.from({ length: 12 }, () => 'as recorded')], {
    timeout: 30_000,
  })
  await expect(goal(page, 'recorded client')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
})
