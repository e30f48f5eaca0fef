import { randomUUID } from 'node:crypto'
import { generatedClient } from '../generated-client.ts'
import { orderFor } from '../partner.ts'
import { ask, expectStatus } from '../rest.ts'
import { expect, test } from '../shop.ts'

test('a client that a public generator made of our document places an order, follows it and cancels it', async ({
  shop,
  partner,
}, testInfo) => {
  const client = await generatedClient(shop, 'v2', testInfo.outputPath('client'))
  const idempotencyKey = randomUUID()
  const requestBody = orderFor({ sku: 'current-no-7-a3' })
  const placed = await client.orders.ordersPlace({ idempotencyKey, requestBody })
  expect(await client.orders.ordersPlace({ idempotencyKey, requestBody })).toEqual(placed)
  const { orderId } = placed
  await partner.waitsFor(orderId, 'confirmed')
  expect(await client.orders.ordersById({ orderId })).toMatchObject({ orderId, total: placed.total })
  await client.orders.ordersCancel({ orderId, idempotencyKey: randomUUID() })
  await partner.waitsFor(orderId, 'cancelled')
})

test('what a client has is not sent again, and the whole catalogue is found by its links', async ({
  shop,
  partner,
}) => {
  const catalogue = '/products?limit=20&sort=title'
  const first = await expectStatus(partner.ask(catalogue), 200)
  const etag = first.headers.get('etag') ?? ''
  const again = await partner.ask(catalogue, { headers: { 'if-none-match': etag } })
  expect([again.status, again.text]).toEqual([304, ''])

  const titles: string[] = []
  for (let next: string | undefined = `/api/v2${catalogue}`; next; ) {
    const page = await expectStatus(ask(shop.gateway + next), 200)
    titles.push(...Object(page.body).items.map(({ title }: { title: string }) => title))
    next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1]
  }
  expect([titles.length, new Set(titles).size]).toEqual([50, 50])
})

test('the API has a page to read, without a script', async ({ shopper: { page } }) => {
  const refused: string[] = []
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()))
  await page.goto('/api/docs')
  await expect(page.getByRole('heading', { level: 1, name: 'Halftone API, version 2' })).toBeVisible()
  await page
    .getByRole('navigation', { name: 'Operations' })
    .getByRole('link', { name: /^Places an order/ })
    .click()
  const operation = page.getByRole('article', { name: /^Places an order/ })
  await expect(operation).toContainText('POST /api/v2/orders')
  await operation.getByText('Failures').click()
  await expect(operation.getByText('unknown sku or unknown country or')).toBeVisible()
  expect(refused).toEqual([])
})
