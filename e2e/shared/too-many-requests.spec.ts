import type { APIRequestContext, Page } from '@playwright/test'
import { expect, test } from '../shop.ts'

const note = (page: Page) => page.getByRole('status').filter({ hasText: 'That was a lot at once' })

const stock = '/api/v2/stock/ridge-no-8-a3'

/** Goes on asking with one guest's cookie for more than its share, until it is disposed of; resolves with the first refusal. */
async function flood(request: APIRequestContext) {
  const left = new AbortController()
  const refused = Promise.withResolvers<Record<string, string | undefined>>()
  const loops = Array.from({ length: 6 }, async () => {
    while (!left.signal.aborted) {
      const reply = await request.get(stock)
      const { 'retry-after': retryAfter, ratelimit } = reply.headers()
      if (reply.status() === 429) refused.resolve({ retryAfter, ratelimit })
    }
  })
  return {
    told: await refused.promise,
    [Symbol.asyncDispose]: async () => {
      left.abort()
      await Promise.all(loops)
    },
  }
}

test('who floods the shop is told kindly when there is room again, and is served then; nobody else notices', async ({
  shopper,
  anotherShopper,
}) => {
  test.slow()
  const other = await anotherShopper()
  await shopper.opensHome()
  {
    await using flooding = await flood(shopper.page.context().request)
    expect(flooding.told).toEqual({
      retryAfter: expect.stringMatching(/^\d+$/),
      ratelimit: expect.stringMatching(/^"guest";r=0;t=\d+$/),
    })
    await shopper.page.goto('/prints')
    await expect(note(shopper.page).first()).toBeVisible()
    await expect(note(shopper.page).first()).toContainText('Nothing in your bag is lost.')

    await other.opensPrint('contour-no-2')
    await other.picksSize('A2')
    await other.addsToBag()
    await expect(note(other.page)).toBeHidden()
  }
  await expect(shopper.page.getByRole('link', { name: /Contour No\./ }).first()).toBeVisible({ timeout: 30_000 })
  await expect(note(shopper.page)).toHaveCount(0)
  expect([...shopper.errors, ...other.errors]).toEqual([])
})
