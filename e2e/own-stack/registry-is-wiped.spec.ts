import { expect, test } from '../shop.ts'

const sku = 'selvedge-no-19-a2'

test('the registry forgets everybody while people browse and order: nobody sees an error, and every lease is there again by itself', async ({
  shopper,
  crowdBuying,
  fleet,
}) => {
  await shopper.alreadyHasInBag(sku)
  const crowd = await crowdBuying('selvedge-no-19-a1')
  const wipedClean = () =>
    expect(async () => {
      await fleet.wipeRedis()
      expect(await fleet.withoutLease()).not.toEqual([])
    }).toPass()

  await crowd.shopsWhile(async () => {
    await wipedClean()
    await shopper.opensPrint('selvedge-no-19')
    await expect.poll(fleet.withoutLease).toEqual([])

    await shopper.opensBag()
    await wipedClean()
    await shopper.checksOut('Approves')
    await expect.poll(fleet.withoutLease).toEqual([])
    await shopper.seesOrderBecome('Confirmed')
  })
  await crowd.wasServedRight()
  expect(shopper.errors).toEqual([])
})
