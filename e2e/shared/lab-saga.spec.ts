import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })
const status = (page: Page) => page.getByRole('status', { name: 'Status' })

/** Orders with a bank that behaves so. */
async function orders(page: Page, bank: string) {
  await page.getByRole('radio', { name: bank }).check({ force: true })
  await page.getByRole('button', { name: 'Order a print' }).click()
}

test('a visitor drives a saga forward, sends the print back, and sees every step undone', async ({ shopper }) => {
  const { page } = shopper
  await page.goto('/lab/saga')
  await orders(page, 'says yes')
  await expect(status(page)).toHaveText('Confirmed')
  await expect(goal(page, 'go through every step')).toContainText(': seen')
  await page.getByRole('button', { name: 'Ship it' }).click()
  await expect(status(page)).toHaveText('Sent')
  await page.getByRole('button', { name: 'Deliver it' }).click()
  await expect(status(page)).toHaveText('Delivered')
  await page.getByRole('button', { name: 'Send it back' }).click()
  await expect(status(page)).toHaveText('Returned')
  await expect(goal(page, 'send back, and see both undos')).toContainText(': seen')
  for (const step of ['reserve', 'charge', 'commit']) {
    await expect(page.getByRole('row').filter({ hasText: step })).toContainText('undone')
  }
})

test('whoever predicts that a refused print goes back at once is right, and a bank that is away costs nothing', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/saga')
  await page.getByRole('radio', { name: 'It goes back on the wall at once' }).check()
  await orders(page, 'says no')
  await expect(status(page)).toHaveText('Rejected')
  await expect(goal(page, 'the reservation undone')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')

  await orders(page, 'is away')
  await expect(status(page)).toHaveText('Reserved')
  await page.getByRole('button', { name: 'Cancel it' }).click()
  await expect(status(page)).toHaveText('Cancelled')
  await expect(goal(page, 'nothing was charged')).toContainText(': seen', { timeout: 30_000 })
})
