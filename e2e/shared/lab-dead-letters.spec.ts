import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('a visitor sees a message put aside, mends it, presses Replay four times, and finds one mail', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/dead-letters')
  await page.getByRole('radio', { name: 'One', exact: true }).check()
  await page.getByRole('button', { name: 'Order a print and cancel it' }).click()
  await expect(goal(page, 'See a message put aside')).toContainText(': seen', { timeout: 30_000 })
  await expect(goal(page, 'See its queue empty')).toContainText(': seen')
  await expect(page.getByRole('button', { name: 'Mend it before a replay' })).toBeVisible()

  await page.getByRole('button', { name: 'Take the cause away' }).click()
  await page.getByRole('button', { name: 'Mend the payload' }).click()
  await page.getByRole('button', { name: 'Press Replay four times' }).click()
  await expect(goal(page, 'find one replay and one mail')).toContainText(': seen')
  await expect(goal(page, 'see it take effect')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  await expect(page.getByText('Sent once more by you')).toHaveCount(1)
})

test('a letter that the lab brought about can be opened in the office', async ({ shopper }) => {
  const { page } = shopper
  await page.goto('/lab/dead-letters')
  await page.getByRole('button', { name: 'Order a print and cancel it' }).click()
  await page.getByRole('link', { name: 'Open it in the office' }).click({ timeout: 40_000 })
  const letter = page.getByRole('article', { name: 'Message' })
  await expect(letter.getByRole('heading', { name: /orders.orderCancelled to/ })).toBeVisible()
  await letter.getByRole('button', { name: 'Drop it' }).click()
  await letter.getByLabel('Why is it dropped?').fill('Only a lesson')
  await letter.getByRole('button', { name: 'Drop it for good' }).click()
  await expect(letter.getByText('Dropped by you: Only a lesson')).toBeVisible()
})
