import { layLine } from '../line.ts'
import { expect, test } from '../shop.ts'

const sku = 'selvedge-no-4-a2'

test('an order’s page that was cut off catches up by itself, with nothing missed and nothing twice', async ({
  shopper,
  partner,
  shop,
}) => {
  const { page } = shopper
  await using line = await layLine(shop.web)
  const { orderId, accessToken } = await partner.placeOrder({ sku, card: 'tok_slow' })
  await partner.waitsFor(orderId, 'reserved')
  await page.goto(`${line.url}/orders/${orderId}?accessToken=${accessToken}`)
  await shopper.seesOrderBecome('Reserved')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()

  line.cut()
  await expect(page.getByText('Connecting', { exact: true })).toBeVisible()
  await partner.waitsFor(orderId, 'confirmed')
  await shopper.seesOrderBecome('Reserved')

  line.mend()
  await shopper.seesOrderBecome('Confirmed')
  const steps = (await shopper.history()).map((step) => step.split('\n')[0])
  expect(steps).toEqual(['Pending', 'Reserved', 'Paid', 'Confirmed'])
})

test('the event stream tells every entry once, in order, and resumes after Last-Event-ID', async ({ partner }) => {
  const { orderId } = await partner.placeOrder({ sku, card: 'tok_flaky' })
  await using first = await partner.follow(orderId)
  const before = await first.entriesUntil(({ status }) => status === 'reserved')
  await first[Symbol.asyncDispose]()
  await partner.waitsFor(orderId, 'confirmed')

  await using resumed = await partner.follow(orderId, before.at(-1)?.seq ?? 0)
  const after = await resumed.entriesUntil(({ status }) => status === 'confirmed')
  await using whole = await partner.follow(orderId)
  const all = await whole.entriesUntil(({ status }) => status === 'confirmed')

  expect([...before, ...after]).toEqual(all)
  expect(all.map(({ seq, status }) => [seq, status])).toEqual([
    [1, 'pending'],
    [2, 'reserved'],
    [3, 'paid'],
    [4, 'confirmed'],
  ])
  expect(all).toEqual((await partner.order(orderId)).timeline)
})

test('the event stream ends with the order', async ({ partner }) => {
  const { orderId } = await partner.placeOrder({ sku, card: 'tok_declined' })
  await using events = await partner.follow(orderId)
  const told: string[] = []
  do told.push((await events.next()).event)
  while (told.at(-1) !== 'end')
  expect(told.slice(0, -1).every((event) => event === 'timeline')).toBe(true)
  expect((await partner.order(orderId)).status).toBe('rejected')
})
