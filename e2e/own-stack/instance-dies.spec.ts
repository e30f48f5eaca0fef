import type { Page } from '@playwright/test'
import type { Partner } from '../partner.ts'
import { expect, test } from '../shop.ts'

const sku = 'cutout-no-15-a1'

for (const service of ['orders', 'inventory'] as const) {
  test(`an ${service} instance is killed with calls in flight, during browsing and checkout, and nobody sees an error`, async ({
    shopper,
    partner,
    fleet,
    ledger,
  }) => {
    const [victim] = await fleet.of(service)
    if (!victim) throw new Error(`there is no ${service} instance`)
    const seen = errorsSeenOn(shopper.page)
    await shopper.alreadyHasInBag(sku)
    await shopper.page.goto('/checkout')
    await shopper.saysWhoAndWhere()
    await runsSmoothly(partner)

    const [orderId, others] = await Promise.all([
      shopper.paysWith('Approves'),
      manyBuyAndBrowse(partner),
      fleet.kill(victim.id),
    ])

    await shopper.seesOrderBecome('Confirmed')
    for (const id of [orderId, ...others]) {
      const { total } = await (id === orderId ? shopper.readsOrder(id) : partner.waitsFor(id, 'confirmed'))
      expect(await ledger.movesOf(id)).toEqual([total.amount])
    }
    await shopper.opensPrint('cutout-no-15')
    expect(seen).toEqual([])
    await fleet.waitsFor(victim.id, 'ready')
    const again = (await fleet.of(service)).find(({ id }) => id === victim.id)
    expect(again).toMatchObject({ restarts: victim.restarts + 1 })
    expect(again?.pid).not.toBe(victim.pid)
  })
}

test('an inventory instance that is frozen, and so neither answers nor hangs up, keeps nobody from buying', async ({
  partner,
  fleet,
}) => {
  const [victim] = await fleet.of('inventory')
  if (!victim) throw new Error('there is no inventory instance')
  await runsSmoothly(partner)
  await fleet.freeze(victim.id)
  for (const orderId of await manyBuyAndBrowse(partner)) await partner.waitsFor(orderId, 'confirmed')
})

/** A shop that has just been started on a busy machine is slow by itself: a fault proves something only after that. */
const runsSmoothly = (partner: Partner) => expect(() => manyBuyAndBrowse(partner)).toPass({ timeout: 30_000 })

const manyBuyAndBrowse = (partner: Partner) => Promise.all(Array.from({ length: 6 }, () => buyAndBrowse(partner)))

/** Five questions and an order, each of which has to be answered properly. */
async function buyAndBrowse(partner: Partner): Promise<string> {
  const { orderId } = await partner.placeOrder({ sku })
  for (let n = 0; n < 5; n++) {
    expect((await partner.print('cutout-no-15')).degraded).toEqual([])
    await partner.order(orderId)
  }
  return orderId
}

/** What a person, or the browser for them, is told to be wrong. */
function errorsSeenOn(page: Page): string[] {
  const errors: string[] = []
  page.on('response', (response) => {
    if (response.status() >= 500) errors.push(`${response.status()} ${response.url()}`)
  })
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
}
