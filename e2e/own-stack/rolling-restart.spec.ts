import { setTimeout as pause } from 'node:timers/promises'
import type { Fleet } from '../fleet.ts'
import { expect, test } from '../shop.ts'

const services = ['inventory', 'orders', 'gateway', 'web'] as const
/** For as long a visitor looks at a page: who only loads pages takes the machine from those who start. */
const lookMs = 500

test('every process of every service is restarted, one after the other, while people shop: nobody sees an error, and a live order goes on', async ({
  shopper,
  anotherShopper,
  crowdBuying,
  fleet,
}) => {
  test.setTimeout(120_000)
  // With one gateway and one web there would be nobody to take over.
  for (const service of ['gateway', 'web']) await fleet.scale(service, 2)
  for (const id of ['gateway-2', 'web-2']) await fleet.waitsFor(id, 'ready')
  const crowd = await crowdBuying('current-no-24-a1')
  await shopper.alreadyHasInBag('current-no-24-a2')
  await shopper.opensBag()
  await shopper.checksOut('Answers late, after ten seconds')
  await shopper.seesOrderBecome('Reserved')
  let loads = 0
  shopper.page.on('load', () => {
    loads += 1
  })
  const visitor = await anotherShopper()

  await crowd.shopsWhile(async () => {
    let rolling = true
    const rolled = rollOver(fleet).finally(() => {
      rolling = false
    })
    while (rolling) {
      await visitor.opensPrint('current-no-24')
      await pause(lookMs)
    }
    await rolled
    await shopper.seesOrderBecome('Confirmed', { timeout: 30_000 })
  })

  expect(loads, 'the order’s page moved by itself').toBe(0)
  const steps = (await shopper.history()).map((step) => step.split('\n')[0])
  expect(steps).toEqual(['Pending', 'Reserved', 'Paid', 'Confirmed'])
  await crowd.wasServedRight()
  expect([...shopper.errors, ...visitor.errors]).toEqual([])
})

/** As a release does it: one instance at a time, the next one only when the last is ready again. */
async function rollOver(fleet: Fleet) {
  for (const service of services) {
    for (const { id } of await fleet.of(service)) await fleet.restart(id)
  }
}
