import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('whoever holds the flood is refused with 429 and let in again by drips, a batch takes ten, and somebody else is answered', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/rate-limit')
  await page.getByRole('radio', { name: /^A burst is answered/ }).check()
  await page.getByRole('button', { name: 'Send ten calls in one request' }).click()
  await expect(goal(page, 'ten taken')).toContainText(': seen')

  await page.getByRole('button', { name: 'Hold to flood' }).focus()
  await page.keyboard.down(' ')
  await expect(goal(page, 'refused with 429')).toContainText(': seen', { timeout: 40_000 })
  await expect(goal(page, 'be let in again')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  await expect(async () => {
    await page.evaluate(() => {
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Ask as somebody else')
      button?.click()
    })
    await expect(goal(page, 'somebody else is answered')).toContainText(': seen', { timeout: 1_000 })
  }).toPass()
  await page.keyboard.up(' ')
  await expect(page.getByRole('status', { name: 'Refused' })).not.toHaveText('0')
})
