import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('a service answers the gateway’s token, refuses a person what is not theirs, and all who forge or borrow', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/trust')
  const verdict = page.getByRole('region', { name: 'Watch' }).getByRole('status')
  const call = async (how: string, told: RegExp) => {
    await page.getByRole('button', { name: how }).click()
    await expect(verdict).toHaveText(told)
  }
  await page.getByRole('radio', { name: /^Refuses it before/ }).check()
  await call('Call as the gateway', /^Answered/)
  await expect(page.getByRole('region', { name: 'Watch' })).toContainText(/who calls\s*gateway/)
  await call('Ask for dead letters', /you may not ask this/)
  await call('Become an admin', /proves nothing/)
  await expect(page.getByRole('region', { name: 'Watch' })).toContainText(/for whom\s*admin/)
  for (const how of ['Bring no token', 'Forge it', 'Bring an old one', 'Bring another’s', 'Bring a registration'])
    await call(how, /proves nothing/)
  await expect(goal(page, 'all six bad tokens')).toContainText(': seen')
  await expect(goal(page, 'the service refuses you')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  expect(shopper.errors).toEqual([])
})
