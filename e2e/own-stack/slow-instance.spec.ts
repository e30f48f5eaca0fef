import { expect, test } from '../shop.ts'

test('an instance that is two seconds slow is left out, no page lacks anything for it, and it is back once it is quick', async ({
  shopper,
  crowdBuying,
  fleet,
}) => {
  const victim = await fleet.oneOf('inventory')
  const crowd = await crowdBuying('ridge-no-10-a2')

  await crowd.shopsWhile(async () => {
    const slowness = await fleet.slowDown(victim.id, { delayMs: 2_000 })
    await fleet.waitsUntilOut(victim.id, ['slow'])
    expect(await fleet.callsDuring('inventory', () => crowd.browse())).toMatchObject({ [victim.id]: 0 })
    await shopper.opensPrint('selvedge-no-19')
    await expect(shopper.page.getByRole('button', { name: /^Add to bag/ })).toBeEnabled()

    await slowness.heal()
    await fleet.waitsUntilItShares(victim.id, () => crowd.browse())
  })
  await crowd.wasServedRight()
  expect(shopper.errors).toEqual([])
})

test('an instance that fails one answer in three is left out, and nobody is told of its failures', async ({
  crowdBuying,
  fleet,
}) => {
  const victim = await fleet.oneOf('inventory')
  const crowd = await crowdBuying('atrium-no-10-a2')

  await crowd.shopsWhile(async () => {
    const failing = await fleet.failing(victim.id, { share: 0.33 })
    await fleet.waitsUntilOut(victim.id, ['failing'])
    await failing.heal()
    await fleet.waitsUntilItShares(victim.id, () => crowd.browse())
  })
  await crowd.wasServedRight()
})
