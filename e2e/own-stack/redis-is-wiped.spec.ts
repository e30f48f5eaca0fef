import { expect, test } from '../shop.ts'

const sku = 'moon-no-11-a3'
const count = 30

test('Redis is wiped twice while orders are under way: every one is confirmed, and each is charged once', async ({
  partner,
  fleet,
  ledger,
}) => {
  test.setTimeout(120_000)
  const before = await partner.stockOf(sku)
  const orders: { orderId: string; total: { amount: number } }[] = []
  while (orders.length < count) {
    orders.push(...(await Promise.all([1, 2].map(() => partner.placeOrder({ sku })))))
    if (orders.length === 10 || orders.length === 20) await fleet.wipeRedis()
  }
  const underWay = async () => {
    const now = await Promise.all(orders.map(({ orderId }) => partner.order(orderId)))
    return now.filter(({ status }) => status !== 'confirmed').map(({ number, status }) => `${number} is ${status}`)
  }
  await expect.poll(underWay, { timeout: 45_000, intervals: [500] }).toEqual([])

  const entries = await ledger.entries()
  for (const { orderId, total } of orders) {
    expect(entries.filter((entry) => entry.orderId === orderId)).toMatchObject([
      { kind: 'charge', amount: total.amount },
    ])
  }
  expect(await partner.stockOf(sku)).toMatchObject({ sold: before.sold + count, reserved: before.reserved })
})

test('with Redis gone people browse and check out all the same, and what they ordered is confirmed once it is back', async ({
  shopper,
  partner,
  fleet,
  ledger,
}) => {
  const { page } = shopper
  await shopper.alreadyHasInBag(sku)
  await fleet.kill('redis-1')
  await fleet.waitsFor('redis-1', 'dead')

  await shopper.opensPrint('moon-no-11')
  await expect(page.getByRole('button', { name: /^Add to bag/ })).toBeEnabled()
  await shopper.opensBag()
  const orderId = await shopper.checksOut('Approves')
  const { orderId: partners } = await partner.placeOrder({ sku })
  await shopper.seesOrderBecome('Pending')
  expect((await partner.print('moon-no-11')).degraded).toEqual([])

  await fleet.start('redis-1')
  await shopper.seesOrderBecome('Confirmed', { timeout: 45_000 })
  await partner.waitsFor(partners, 'confirmed', { timeout: 45_000 })
  for (const id of [orderId, partners]) expect(await ledger.movesOf(id)).toHaveLength(1)
})
