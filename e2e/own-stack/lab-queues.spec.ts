import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })

test('a full queue holds back its mails and nobody’s orders, a third instance takes its share, and no mail is lost', async ({
  shopper,
  fleet,
}) => {
  const { page } = shopper
  await page.goto('/lab/queues')
  await page.getByRole('radio', { name: 'They go through as ever' }).check()
  const slow = page.getByRole('checkbox', { name: 'longer over each mail' })
  const small = page.getByRole('checkbox', { name: 'counts as full' })
  await slow.click()
  await small.click()
  await expect(slow).toBeChecked()
  await expect(small).toBeChecked()
  await expect(page.getByText('orders.mailroom counts as full once 20 messages wait, for everybody')).toBeVisible()

  await page.getByRole('button', { name: 'Place 60 orders' }).click()
  await expect(goal(page, 'see a backlog grow')).toContainText(': seen')
  await expect(goal(page, 'see it held back in Postgres')).toContainText(': seen')
  // Only now: a process that starts takes both cores from those who are to fill the queue.
  const many = page.getByRole('group', { name: 'Instances of orders' })
  await many.getByRole('button', { name: '3' }).click()
  await expect(goal(page, 'see it take its share')).toContainText(': seen', { timeout: 30_000 })

  await slow.click()
  await small.click()
  await expect(goal(page, 'one mail for every order')).toContainText(': seen', { timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  await expect(page.getByRole('region', { name: 'Runs' }).getByRole('row').last()).toContainText(/^16060/)

  await many.getByRole('button', { name: '2' }).click()
  const states = async () => (await fleet.of('orders')).map(({ state }) => state)
  await expect.poll(states, { timeout: 30_000 }).toEqual(['ready', 'ready'])
  expect(shopper.errors).toEqual([])
})
