import { expect, test } from '../shop.ts'

/** A print for each, of a large edition: what the test before gives back late is not counted here. */
const prints = { orders: 'ridge-no-10-a3', inventory: 'atrium-no-10-a3' } as const

for (const service of ['orders', 'inventory'] as const) {
  test(`an ${service} instance takes every connection and never says a word: nobody sees an error, it is left out, and it is back when the line is`, async ({
    shopper,
    crowdBuying,
    fleet,
  }) => {
    const victim = await fleet.oneOf(service)
    const crowd = await crowdBuying(prints[service])

    await crowd.shopsWhile(async () => {
      const [partition] = await Promise.all([fleet.silence(victim.id), crowd.rush()])
      await fleet.waitsUntilOut(victim.id, ['silent'])
      expect(await fleet.callsDuring(service, () => crowd.browse())).toMatchObject({ [victim.id]: 0 })
      await shopper.opensPrint('cutout-no-15')
      await expect(shopper.page.getByRole('button', { name: /^Add to bag/ })).toBeEnabled()

      await partition.heal()
      await fleet.waitsUntilItShares(victim.id, () => crowd.browse())
    })
    await crowd.wasServedRight()
    expect(shopper.errors).toEqual([])
  })
}
