import { expect, test } from '../shop.ts'

test('an intruder writes itself into the registry in three ways: it is asked nothing, the lab says why, and the shop works', async ({
  shopper,
  crowdBuying,
  fleet,
  rogue,
}) => {
  await shopper.alreadyHasInBag('selvedge-no-19-a3')
  const crowd = await crowdBuying('current-no-24-a2')
  const refusals = async () =>
    (await fleet.callersView('orders')).refused
      .filter(({ address }) => address === rogue.address)
      .map(({ instanceId, why }) => `${instanceId}: ${why}`)

  await crowd.shopsWhile(async () => {
    await rogue.pretends('orders-9', 'unsigned')
    await rogue.pretends('orders-1', 'signed by nobody')
    await rogue.pretends('orders-8', 'signed by inventory')
    await expect
      .poll(async () => (await refusals()).sort())
      .toEqual([
        'orders-1: the signature is wrong',
        'orders-8: it was signed by inventory',
        'orders-9: it is not signed',
      ])
    await shopper.opensBag()
    await shopper.checksOut('Approves')
    await crowd.browse()
    await shopper.seesOrderBecome('Confirmed')
    expect(rogue.visits()).toBe(0)

    // So that nothing but the key was missing: with it, it is called.
    await rogue.pretends('orders-7', 'signed by orders')
    await expect.poll(rogue.visits).toBeGreaterThan(0)
  })
  await crowd.wasServedRight()
  expect(shopper.errors).toEqual([])
})
