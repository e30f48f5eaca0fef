import { expect, test } from '../shop.ts'

test('every page of the lab is one click from any other', async ({ shopper: { page } }) => {
  await page.goto('/lab/saga')
  const menu = page.getByRole('dialog', { name: 'Patterns' })
  await page.getByRole('button', { name: 'Patterns' }).click()
  const names = await menu.getByRole('link').allTextContents()
  expect(names.length).toBeGreaterThan(10)
  await page.keyboard.press('Escape')
  for (const name of names) {
    await page.getByRole('button', { name: 'Patterns' }).click()
    await menu.getByRole('link', { name, exact: true }).click()
    await expect(menu).toBeHidden()
    await page.getByRole('button', { name: 'Patterns' }).click()
    await expect(menu.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page')
    await page.keyboard.press('Escape')
  }
})
