import type { BrowserContext } from '@playwright/test'
import { expect, test } from '../shop.ts'

const sku = 'selvedge-no-4-a3'
/** As many as a gateway keeps for one guest where nothing else is said. */
const most = 24

/** Keeps so many streams open in the name of a browser's guest, until it is disposed of. */
async function holdStreams(
  context: BrowserContext,
  { web, orderId, count }: { web: string; orderId: string; count: number },
) {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const leaving = new AbortController()
  const input = encodeURIComponent(JSON.stringify({ orders: [{ orderId }] }))
  const open = async () => {
    const headers = { cookie, accept: 'text/event-stream' }
    const { body } = await fetch(`${web}/trpc/v2/live.follow?input=${input}`, { headers, signal: leaving.signal })
    // The first words say whether there was room.
    return new TextDecoder().decode((await body?.getReader().read())?.value)
  }
  const first = await Promise.all(Array.from({ length: count }, open))
  return { first, [Symbol.asyncDispose]: async () => leaving.abort() }
}

test('who has more streams open than a gateway keeps is told kindly, sees their order move all the same, and is live once there is room', async ({
  shopper,
  shop,
}) => {
  test.slow()
  const { page } = shopper
  const orderId = await shopper.orderedBefore(sku)
  {
    await using held = await holdStreams(page.context(), { web: shop.web, orderId, count: most })
    expect(held.first).toHaveLength(most)
    await page.goto(`/orders/${orderId}`)
    await expect(page.getByText('this one looks again every few seconds')).toBeVisible()
    await shopper.seesOrderBecome('Confirmed')
    await page.getByRole('button', { name: 'Cancel this order' }).click()
    await page.getByRole('button', { name: 'Yes, cancel it' }).click()
    await shopper.seesOrderBecome('Cancelled')
  }
  await expect(page.getByText('this one looks again every few seconds')).toBeHidden()
  await expect(page.getByText('Complete', { exact: true })).toBeVisible()
  expect(shopper.errors).toEqual([])
})
