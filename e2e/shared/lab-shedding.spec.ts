import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('a visitor crowds a narrow door of their own, sees browsing refused and the bag let in, and widens it again', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/shedding')
  await page.getByRole('radio', { name: /^It is let in/ }).check()
  await page.getByRole('button', { name: 'Narrow my door to four places' }).click()
  await page.getByRole('button', { name: 'Crowd the door' }).click()
  await expect(goal(page, 'browsing refused with 503')).toContainText(': seen')
  await expect(goal(page, 'everybody else’s door has room')).toContainText(': seen')
  await page.getByRole('button', { name: 'Look into the bag' }).click()
  await expect(goal(page, 'Look into your bag meanwhile')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  await expect(page.getByRole('region', { name: 'Your own door' })).toContainText('of 4 places taken')

  await page.getByRole('button', { name: 'Send the crowd away' }).click()
  await expect(async () => {
    await page.getByRole('button', { name: 'Look at one print' }).click()
    await expect(goal(page, 'Let go, browse again')).toContainText(': seen', { timeout: 1_500 })
  }).toPass()
  await page.getByRole('button', { name: 'Widen the door again' }).click()
  await expect(page.getByRole('region', { name: 'Your own door' })).toHaveCount(0)
})
