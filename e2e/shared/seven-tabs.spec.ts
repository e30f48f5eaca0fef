import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const sku = 'selvedge-no-4-a1'

/** How many event streams the tabs of a browser have open now, and in which of them. */
function streamsOf(pages: readonly Page[]) {
  const open = new Map<object, Page>()
  for (const page of pages) {
    page.on('request', (request) => {
      if (request.url().includes('live.follow')) open.set(request, page)
    })
    page.on('requestfinished', (request) => open.delete(request))
    page.on('requestfailed', (request) => open.delete(request))
    page.on('close', () => {
      for (const [request, of] of open) if (of === page) open.delete(request)
    })
  }
  return () => [...open.values()]
}

test('an order that is open in seven tabs is live in all of them over one event stream, also when the tab that has it closes', async ({
  shopper,
  partner,
}) => {
  test.slow()
  const context = shopper.page.context()
  const { orderId, accessToken } = await partner.placeOrder({ sku, card: 'tok_slow' })
  const tabs = [shopper.page, ...(await Promise.all(Array.from({ length: 6 }, () => context.newPage())))]
  const streams = streamsOf(tabs)
  for (const tab of tabs) await tab.goto(`/orders/${orderId}?accessToken=${accessToken}`)
  const live = (tab: Page) => expect(tab.getByText('Live', { exact: true })).toBeVisible()
  for (const tab of tabs) await live(tab)
  expect(streams()).toHaveLength(1)

  await partner.waitsFor(orderId, 'confirmed')
  for (const tab of tabs)
    await expect(tab.getByRole('region', { name: 'What happened' }).getByRole('status')).toHaveText('Confirmed')
  expect(streams()).toHaveLength(1)

  const [holder] = streams()
  await holder?.close()
  const rest = tabs.filter((tab) => tab !== holder)
  await expect.poll(() => streams().length).toBe(1)
  for (const tab of rest) await live(tab)
  await partner.cancel(orderId)
  for (const tab of rest)
    await expect(tab.getByRole('region', { name: 'What happened' }).getByRole('status')).toHaveText('Cancelled')
})
