import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

test.describe.configure({ mode: 'serial' })

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

/** Sets what breaks in all of inventory, in all of the calls. */
async function breaksAll(page: Page, harm: 'Answers fail' | 'No answer comes') {
  await page.goto('/lab/resilience')
  await page.getByRole('radio', { name: harm }).check()
  await page.getByRole('radio', { name: 'all of inventory' }).check()
  await page.getByRole('slider', { name: /^Of the calls/ }).fill('100')
}

async function sends(page: Page) {
  await page.getByRole('button', { name: 'Send 60 calls each way' }).click()
  await expect(page.getByRole('region', { name: 'With every pattern' })).toBeVisible({ timeout: 30_000 })
}

test('the same calls all succeed with every pattern and partly fail without retries; each try can be looked at', async ({
  shopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/resilience')
  await page.getByRole('radio', { name: 'None', exact: true }).check()
  await sends(page)
  await expect(page.getByRole('region', { name: 'With every pattern' })).toContainText('60 calls, 60 answered')
  const without = page.getByRole('region', { name: 'Without retry, hedge and ejection' })
  await expect(without).toContainText(/60 calls, [1-5]\d answered/)
  await expect(goal(page, 'See every call answered')).toContainText(': seen')
  await expect(goal(page, 'See a further try win')).toContainText(': seen')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')

  await expect(page.getByText(/Failed \(internal\) after/)).toBeVisible()
  await page.getByRole('slider', { name: /^Call by call/ }).fill('60')
  await expect(page.getByRole('slider', { name: /^Call by call/ })).toHaveAttribute('aria-valuetext', /^No\. 60/)
  await expect(page.getByText('half of the calls to inventory-2 fail, in your session only')).toBeVisible()
  await page.getByRole('button', { name: 'Clear all' }).click()
})

test('when every answer fails, tries do not multiply', async ({ shopper }) => {
  const { page } = shopper
  await breaksAll(page, 'Answers fail')
  await sends(page)
  await expect(page.getByRole('region', { name: 'With every pattern' })).toContainText(/60 calls, \d answered/)
  await expect(goal(page, 'Let every answer fail')).toContainText(': seen')
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect(page.getByText('A fault is on')).toHaveCount(0)
})

test('when nobody answers, the breaker is seen to open, and to close once the fault is gone', async ({ shopper }) => {
  const { page } = shopper
  await breaksAll(page, 'No answer comes')
  await sends(page)
  await expect(goal(page, 'see the breaker open')).toContainText(': seen')
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect(page.getByText('A fault is on')).toHaveCount(0)
  await page.getByRole('radio', { name: 'Nothing' }).check()
  await expect(async () => {
    await page.getByRole('button', { name: 'Send 60 calls each way' }).click()
    // They are sent within two seconds; while the breaker was still open there is no use in waiting longer.
    const allAnswered = ['60 calls, 60 answered', { timeout: 5_000 }] as const
    await expect(page.getByRole('region', { name: 'With every pattern' })).toContainText(...allAnswered)
  }).toPass({ timeout: 60_000 })
  await expect(page.getByRole('img', { name: 'Circuit breaker closed, calls pass' })).toBeVisible()
})

test('terms that a visitor takes to the shop are shown there, hold for them alone, and can be left', async ({
  shopper,
  anotherShopper,
}) => {
  const { page } = shopper
  await page.goto('/lab/resilience')
  await page.getByRole('button', { name: 'Shop on the right side’s terms' }).click()
  const told = page.getByRole('status').filter({ hasText: 'Your own terms' })
  await expect(told).toContainText('without retry, hedge and ejection')
  await page.goto('/prints')
  await expect(told).toContainText('without retry, hedge and ejection')

  const other = (await anotherShopper()).page
  await other.goto('/prints')
  await expect(other.getByRole('heading', { name: 'Prints' })).toBeVisible()
  await expect(other.getByText('Your own terms')).toHaveCount(0)

  await told.getByRole('button', { name: 'Leave them' }).click()
  await expect(page.getByText('Your own terms')).toHaveCount(0)
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('switchyard_lab')
})
