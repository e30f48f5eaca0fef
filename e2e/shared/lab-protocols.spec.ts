import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('one call has one answer and one refusal three ways, and a wall of fifty prints with their stock takes two calls', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/protocols')
  await page.getByRole('radio', { name: /^Two: the list/ }).check()
  await page.getByRole('button', { name: 'Ask three ways' }).click()
  await expect(goal(page, 'be told the same')).toContainText(': seen')
  await expect(goal(page, 'same calls to services')).toContainText(': seen')
  await expect(goal(page, 'only the fields')).toContainText(': seen')
  await page.getByRole('button', { name: 'Ask for what is not there' }).click()
  await expect(goal(page, 'refused three ways')).toContainText(': seen')
  await expect(page.getByRole('cell', { name: /not_found/ })).toHaveCount(3)
  await page.getByRole('button', { name: 'Hang the whole wall' }).click()
  await expect(goal(page, 'for two calls')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
})
