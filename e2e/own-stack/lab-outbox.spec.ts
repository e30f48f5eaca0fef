import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })
const way = (page: Page, name: 'With an outbox' | 'Without: a dual write') =>
  page.getByRole('img', { name: new RegExp(`^${name}`) })
/** All that is under way arrives within this. */
const soon = { timeout: 30_000 }

/** Writes notes while this goes wrong. */
async function writesNotes(page: Page, harm: string) {
  await page.getByRole('radio', { name: harm }).check({ force: true })
  await page.getByRole('button', { name: 'Write twelve notes each way' }).click()
}

test('Redis is wiped midway: every note with an outbox arrives, sent again, and a dual write loses what was on its way', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/outbox')
  await page.getByRole('radio', { name: 'All that have a row, and only some of the others' }).check()
  await writesNotes(page, 'Redis forgets everything, midway')
  await expect(goal(page, 'Wipe Redis midway')).toContainText(': seen', soon)
  await expect(goal(page, 'the reconciler has sent again')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  await expect(page.getByRole('region', { name: 'With an outbox' })).toContainText('committed12arrived12')
  await expect(way(page, 'Without: a dual write')).toHaveAccessibleName(/lost/)
  await expect(goal(page, 'placed meanwhile confirmed')).toContainText(': seen', soon)
})

test('of two notes whose process dies after their commit the one with a row is told all the same', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/outbox')
  await writesNotes(page, 'The process dies after its seventh commit')
  await expect(goal(page, 'Let the process die')).toContainText(': seen', soon)
  await expect(page.getByText('which died of it')).toBeVisible()
  await expect(way(page, 'Without: a dual write')).toHaveAccessibleName(/6 arrived, 1 lost/)
})

test('while Redis is stopped notes wait in their rows, and arrive once it is back; a dual write has lost them', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/outbox')
  await writesNotes(page, 'Redis is stopped')
  await expect(way(page, 'With an outbox')).toHaveAccessibleName(/12 safe in its row/)
  await expect(way(page, 'Without: a dual write')).toHaveAccessibleName(/12 not known/)
  await page.getByRole('button', { name: 'Start Redis again' }).click()
  await expect(way(page, 'Without: a dual write')).toHaveAccessibleName(/12 lost/)
  await expect(goal(page, 'Stop Redis')).toContainText(': seen', soon)
})
