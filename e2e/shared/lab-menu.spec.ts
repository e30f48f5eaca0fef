import { expect, test } from '../shop.ts'

test('every page of the lab is one click from any other', async ({ shopper: { page } }) => {
  await page.goto('/lab/saga')
  const menu = page.getByRole('dialog', { name: 'Patterns' })
  const opener = page.getByRole('button', { name: 'Patterns' })
  await opener.click()
  const links = menu.getByRole('link')
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  expect(new Set(hrefs).size).toBeGreaterThan(10)
  const answers = await Promise.all(hrefs.map((href) => page.request.get(href)))
  expect(answers.map((answer) => answer.status())).toEqual(hrefs.map(() => 200))

  await menu.getByRole('link', { name: 'Dead letters' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Dead letters' })).toBeVisible()
  await expect(menu).toBeHidden()
  await opener.click()
  await expect(menu.getByRole('link', { name: 'Dead letters' })).toHaveAttribute('aria-current', 'page')
})
