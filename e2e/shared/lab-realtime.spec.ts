import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const goal = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Goals' }).getByRole('listitem').filter({ hasText: text })
const entry = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })

test('a stream that is cut while an order moves on tells the rest once it is open again, and a second tab shares the shop’s', async ({
  shopper: { page },
}) => {
  await page.goto('/lab/realtime')
  await page.getByRole('radio', { name: /^What was not told/ }).check()
  await expect(page.getByRole('status', { name: 'Prints left' })).toHaveText(/^\d+$/)
  await page.getByRole('button', { name: 'Order a print' }).click()
  await expect(entry(page, 'Confirmed')).toContainText('after opening 1')
  await expect(goal(page, 'until it is confirmed')).toContainText(': seen')
  await expect(goal(page, 'change while you look')).toContainText(': seen')

  await page.getByRole('button', { name: 'Cut the stream' }).click()
  await page.getByRole('button', { name: 'Ship it' }).click()
  await page.getByRole('button', { name: 'Deliver it' }).click()
  await expect(entry(page, 'Delivered')).toContainText('not yet')
  await expect(entry(page, 'Sent')).toContainText('not yet')
  await page.getByRole('button', { name: 'Mend the stream' }).click()
  await expect(entry(page, 'Sent')).toContainText('after opening 2')
  await expect(entry(page, 'Delivered')).toContainText('after opening 2')
  await expect(page.getByRole('region', { name: 'Predict' })).toContainText('As you said.')
  await expect(goal(page, 'exactly what was not told')).toContainText(': seen')
  await expect(goal(page, 'nothing missed, nothing twice')).toContainText(': seen')

  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: 'Open the order in another tab' }).click()
  await expect((await opened).getByText('Live', { exact: true })).toBeVisible()
  await expect(goal(page, 'share the shop’s stream')).toContainText(': seen')
})
