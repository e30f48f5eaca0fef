import { expect, test } from '../shop.ts'

/** A print for each, of a large edition: what the test before gives back late is not counted here. */
const prints = { orders: 'cutout-no-15-a1', inventory: 'current-no-12-a1' } as const

for (const service of ['orders', 'inventory'] as const) {
  test(`an ${service} instance is killed with calls in flight, during browsing and checkout, and nobody sees an error`, async ({
    shopper,
    crowdBuying,
    fleet,
    ledger,
  }) => {
    const victim = await fleet.oneOf(service)
    await shopper.alreadyHasInBag('cutout-no-10-a2')
    await shopper.page.goto('/checkout')
    await shopper.saysWhoAndWhere()
    const crowd = await crowdBuying(prints[service])

    const [orderId] = await Promise.all([shopper.paysWith('Approves'), crowd.rush(), fleet.kill(victim.id)])

    await shopper.seesOrderBecome('Confirmed')
    const { total } = await shopper.readsOrder(orderId)
    expect(await ledger.movesOf(orderId)).toEqual([total.amount])
    await crowd.shopsWhile(async () => {
      await shopper.opensPrint('cutout-no-15')
      await fleet.waitsFor(victim.id, 'ready')
    })
    const again = (await fleet.of(service)).find(({ id }) => id === victim.id)
    expect(again).toMatchObject({ restarts: victim.restarts + 1 })
    expect(again?.pid).not.toBe(victim.pid)
    await crowd.wasServedRight()
    expect(shopper.errors).toEqual([])
  })
}
