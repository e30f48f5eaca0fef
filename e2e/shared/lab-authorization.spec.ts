import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('a visitor asks the table’s cells and finds them kept, is refused at the office, and let in with a badge', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/authorization')
  const ask = async (row: RegExp, shown: string) => {
    const line = page.getByRole('region', { name: 'Who may do what' }).getByRole('row', { name: row })
    await line.getByRole('button', { name: 'Ask' }).click()
    await expect(line.getByRole('cell', { name: shown })).toBeVisible()
  }
  await page.getByRole('radio', { name: /^That there is no such order/ }).check()
  await page.getByRole('button', { name: 'Ask all of it' }).click()
  await expect(goal(page, 'find none that differs')).toContainText(': seen')
  await expect(goal(page, 'hear that there is none')).toContainText(': seen')
  await expect(goal(page, 'with its link')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')

  await page.getByLabel('Part of the shop').selectOption('Office')
  await ask(/^sales\.byDay/, '401 401')
  const staff = page.getByRole('button', { name: 'Staff, with a badge of the lab' })
  await staff.click()
  await expect(staff).toHaveAttribute('aria-pressed', 'true')
  await ask(/^sales\.byDay/, 'yes 400')
  await ask(/^apiKeys\.create/, '403 403')
  await expect(goal(page, 'take a badge')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Watch' }).getByRole('status')).toContainText(
    /As promised: (\d+) of \1/,
  )
  expect(shopper.errors).toEqual([])
})
