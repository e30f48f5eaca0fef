import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const shown = (page: Page) => page.getByRole('main').getByRole('status').first()
const titles = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('heading', { level: 2 })
    .filter({ has: page.getByRole('link') })
    .allInnerTexts()

test('filters stand in the address: Back takes the last one off, and a shared link shows the same prints', async ({
  shopper,
  anotherShopper,
  partner,
}) => {
  const { page } = shopper
  await page.goto('/prints')
  const filters = page.getByRole('complementary', { name: 'Filters' })
  await filters.getByRole('link', { name: /^Moons/ }).click()
  await expect(page).toHaveURL('/prints?collection=moons')
  await expect(shown(page)).toContainText(`${(await partner.prints('?collection=moons')).total} of 50`)

  await filters.getByRole('link', { name: /^A1/ }).click()
  await expect(page).toHaveURL('/prints?collection=moons&size=a1')
  await page.getByLabel('Sort').selectOption({ label: 'Title' })
  await expect(page).toHaveURL('/prints?collection=moons&size=a1&sort=title')
  const { items } = await partner.prints('?collection=moons&size=a1&sort=title')
  const expected = items.map(({ title }) => title)
  await expect.poll(() => titles(page)).toEqual(expected)

  const friend = await anotherShopper()
  await friend.page.goto(page.url())
  expect(await titles(friend.page)).toEqual(expected)

  await page.goBack()
  await page.goBack()
  await expect(page).toHaveURL('/prints?collection=moons')
  await page.getByRole('link', { name: 'Remove Moons' }).click()
  await expect(page).toHaveURL('/prints')
  await expect(shown(page)).toContainText('50 of 50')
})

test('each facet says how many prints it would leave, and leaves so many', async ({ shopper, partner }) => {
  const { page } = shopper
  const { facets } = await partner.prints('?search=moon')
  await page.goto('/prints')
  await page.getByRole('searchbox', { name: 'Search prints' }).fill('moon')
  await page.getByRole('searchbox', { name: 'Search prints' }).press('Enter')
  await expect(page).toHaveURL('/prints?search=moon')
  const cutouts = facets.collection.find(({ value }) => value === 'cutouts')?.count
  await page.getByRole('link', { name: `Cutouts ${cutouts} prints` }).click()
  await expect(shown(page)).toContainText(`${cutouts} of 50`)
  await expect.poll(async () => (await titles(page)).length).toBe(cutouts)
  for (const collection of facets.collection) {
    const { total } = await partner.prints(`?search=moon&collection=${collection.value}`)
    expect({ ...collection, count: total }).toEqual(collection)
  }
})

test('a search that finds nothing says so and leads to what was perhaps meant', async ({ shopper }) => {
  const { page } = shopper
  await page.goto('/prints?search=mooon')
  await expect(page.getByRole('heading', { name: 'Nothing by that name' })).toBeVisible()
  await page.getByRole('link', { name: 'moon', exact: true }).click()
  await expect(page).toHaveURL('/prints?search=moon')
  await expect(page.getByRole('heading', { name: 'Moon No. 20' })).toBeVisible()
})

test('pages follow one another without a print twice or left out', async ({ partner }) => {
  const slugs: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof partner.prints>> = await partner.prints(
      `?limit=7&sort=price${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    slugs.push(...page.items.map(({ slug }) => slug))
    cursor = page.nextCursor
  }
  expect(slugs).toHaveLength(50)
  expect(new Set(slugs).size).toBe(50)
})
