import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('a canary answers its part of the calls and all that are pinned to it, and is withdrawn when it fails, which nobody hears', async ({
  shopper,
  fleet,
}) => {
  test.slow()
  const { page } = shopper
  // Whatever becomes of the test, the fleet is as before afterwards.
  await fleet.scale('inventory', 2)
  await page.goto('/lab/canary')
  await page.getByRole('radio', { name: /^None: they are made again/ }).check()
  await page.getByRole('button', { name: 'Start a canary' }).click()
  await expect(page.getByText('and is ready.')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Call twenty times a second' }).click()
  await expect(goal(page, 'answer a small part')).toContainText(': seen', { timeout: 30_000 })

  await page.getByRole('button', { name: 'Pin my calls to the canary' }).click()
  await expect(goal(page, 'all of them go there')).toContainText(': seen', { timeout: 30_000 })
  await page.getByRole('button', { name: 'Let my calls go anywhere' }).click()
  const nobody = { 'x-switchyard-version': 'inventory=9.9.9' }
  const refused = await page.request.get('/api/v2/stock/ridge-no-8-a3', { headers: nobody })
  expect([refused.status(), await refused.json()]).toEqual([503, expect.objectContaining({ code: expect.any(String) })])

  await page.getByRole('button', { name: 'Let the canary fail now and then' }).click()
  await expect(goal(page, 'withdrawn by itself')).toContainText(': seen', { timeout: 60_000 })
  await expect(page.getByRole('status', { name: 'Withdrawn' })).toContainText('It gets pinned calls alone.')
  await expect(page.getByRole('status', { name: 'Failed' })).toHaveText('0')
  await expect(goal(page, 'Hear of none')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')

  await page.getByRole('button', { name: 'Stop calling' }).click()
  await page.getByRole('button', { name: 'Take the canary away' }).click()
  await expect(page.getByRole('button', { name: 'Start a canary' })).toBeVisible({ timeout: 30_000 })
})
