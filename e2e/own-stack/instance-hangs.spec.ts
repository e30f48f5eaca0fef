import { expect, test } from '../shop.ts'

const sku = 'cutout-no-15-a2'

for (const service of ['orders', 'inventory'] as const) {
  test(`an ${service} instance freezes with calls in flight: nobody sees an error, it is asked nothing more until it wakes, and what it still had in hand changes nothing`, async ({
    shopper,
    crowdBuying,
    fleet,
    ledger,
  }) => {
    const victim = await fleet.oneOf(service)
    await shopper.alreadyHasInBag('cutout-no-15-a3')
    await shopper.page.goto('/checkout')
    await shopper.saysWhoAndWhere()
    const crowd = await crowdBuying(sku)

    await crowd.shopsWhile(async () => {
      const isLeftOut = fleet.freeze(victim.id).then(() => fleet.waitsUntilOut(victim.id, ['silent']))
      const [orderId] = await Promise.all([shopper.paysWith('Approves'), crowd.rush(), isLeftOut])
      // On a slow machine its lease is over by now, and nobody knows it any more.
      const calls = await fleet.callsDuring(service, () => crowd.browse())
      expect(calls[victim.id] ?? 0).toBe(0)
      await shopper.opensPrint('cutout-no-15')

      await fleet.thaw(victim.id)
      await fleet.waitsUntilItShares(victim.id, () => crowd.browse())
      await shopper.page.goto(`/orders/${orderId}`)
      await shopper.seesOrderBecome('Confirmed')
      expect(await ledger.movesOf(orderId)).toEqual([(await shopper.readsOrder(orderId)).total.amount])
    })
    await crowd.wasServedRight()
    expect(shopper.errors).toEqual([])
    expect(await fleet.of(service)).toContainEqual(expect.objectContaining({ id: victim.id, pid: victim.pid }))
  })
}
