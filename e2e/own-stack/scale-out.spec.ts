import { expect, test } from '../shop.ts'

const sku = 'current-no-24-a3'

test('inventory grows from two to four instances and shrinks again under load: newcomers take a share, leavers leave nobody waiting', async ({
  shopper,
  crowdBuying,
  fleet,
}) => {
  const crowd = await crowdBuying(sku)
  const newcomers = ['inventory-3', 'inventory-4']

  await crowd.shopsWhile(async () => {
    await fleet.scale('inventory', 4)
    await Promise.all(newcomers.map((id) => fleet.waitsUntilItShares(id, () => crowd.browse())))
    await shopper.opensPrint('current-no-24')

    await fleet.scale('inventory', 2)
    const ids = async () => (await fleet.of('inventory')).map(({ id }) => id)
    await expect.poll(ids, { timeout: 30_000 }).toEqual(['inventory-1', 'inventory-2'])
    await shopper.opensPrint('current-no-24')
  })
  await crowd.wasServedRight()
  expect(shopper.errors).toEqual([])
})
