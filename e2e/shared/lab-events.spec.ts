import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('one subscriber fails over an order’s news and hears it later, the others at once; told all of it again, nothing changes', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/events')
  await page.getByRole('radio', { name: 'Nothing' }).check()
  await page.getByRole('radio', { name: 'orders.mailroom' }).check()
  await page.getByRole('button', { name: 'Order a print and cancel it' }).click()
  await expect(goal(page, 'try again while the others are done')).toContainText(': seen', { timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')

  await page.getByRole('button', { name: 'Take the cause away' }).click()
  await expect(goal(page, 'hear the news by itself')).toContainText(': seen', { timeout: 30_000 })
  await expect(goal(page, 'reach three subscribers')).toContainText(': seen')

  await page.getByRole('button', { name: 'Everything since your order' }).click()
  await expect(goal(page, 'hear every message once more')).toContainText(': seen', { timeout: 30_000 })
  await expect(goal(page, 'find nothing changed')).toContainText(': seen')
  const mails = page.getByRole('row', { name: /^Mails about your order/ })
  await expect(mails.getByRole('cell')).toHaveText(['Mails about your order', '2', '2'])
  expect(shopper.errors).toEqual([])
})
