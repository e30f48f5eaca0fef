import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })
const answer = (page: Page, which: 'First' | 'Second') => page.getByRole('region', { name: `${which} answer` })

test('a second press of Pay gets the first answer byte for byte, and one order and one mail come of both', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/idempotency')
  await page.getByRole('radio', { name: 'The first answer once more, byte for byte' }).check()
  await page.getByRole('button', { name: 'Press Pay twice' }).click()
  await expect(page.getByText('The same, byte for byte')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  await expect(goal(page, 'Press Pay twice')).toContainText(': seen')
  const [first, second] = await Promise.all(
    (['First', 'Second'] as const).map((which) => answer(page, which).locator('pre').textContent()),
  )
  expect(JSON.parse(first ?? '')).toMatchObject({ status: 'pending' })
  expect(second).toBe(first)
  await expect(goal(page, 'one order and one mail')).toContainText(': seen')
  await expect(page.getByRole('status', { name: 'Mails' })).toHaveText('1')
})

test('of two presses at once one waits for the other; another order under the same key is refused, and somebody else’s is another order', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/idempotency')
  await page.getByRole('button', { name: 'Press twice at once' }).click()
  await expect(goal(page, 'Press twice at once')).toContainText(': seen')

  await page.getByRole('button', { name: 'Change the order' }).click()
  await expect(answer(page, 'Second')).toContainText('422')
  await expect(answer(page, 'Second')).toContainText('idempotency_key_reused')
  await expect(goal(page, 'be refused')).toContainText(': seen')

  await page.getByRole('button', { name: 'Lend the key' }).click()
  await expect(goal(page, 'Lend your key')).toContainText(': seen')
  const orders = page.getByRole('region', { name: 'Presses under this key' }).getByText(/^HT-/)
  await expect(orders).toHaveCount(3)
  expect(new Set(await orders.allTextContents()).size).toBe(2)
})
