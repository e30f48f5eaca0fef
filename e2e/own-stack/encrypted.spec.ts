import { openFleet } from '../fleet.ts'
import { openMailbox } from '../mailbox.ts'
import { ask, expectStatus } from '../rest.ts'
import { expect, test } from '../shop.ts'
import { openShopper } from '../shopper.ts'
import { openShop } from '../stack.ts'

test('where services speak TLS a print is bought as ever, and whoever asks one of them plainly hears nothing', async ({
  browser,
}) => {
  test.slow()
  await using opened = await openShop({ TLS: 'on' })
  const { shop } = opened
  await using shopper = await openShopper({ browser, shop })
  await shopper.opensPrint('contour-no-2')
  await shopper.picksSize('A2')
  await shopper.addsToBag()
  await shopper.page.getByRole('link', { name: 'See your bag' }).click()
  const orderId = await shopper.checksOut('Approves', 'buyer@example.org')
  await shopper.seesOrderBecome('Confirmed', { timeout: 30_000 })
  const { mailsTo } = openMailbox(shop)
  await expect.poll(() => mailsTo('buyer@example.org')).toMatchObject([{ kind: 'order_confirmed', orderId }])
  expect(shopper.errors).toEqual([])

  const fleet = openFleet(shop)
  const { instances } = await fleet.callersView('orders')
  expect(instances.map(({ address }) => address.split('//', 1)[0])).toEqual(['https:', 'https:'])
  const trial = encodeURIComponent(JSON.stringify({ trial: 'as-it-is' }))
  const { body } = await expectStatus(ask(`${shop.gateway}/trpc/v2/lab.tryToken?input=${trial}`), 200)
  expect(body).toMatchObject({ result: { data: { answer: { status: 200, code: null } } } })
  for (const { id, port, service } of await fleet.instances()) {
    if (!['gateway', 'orders', 'inventory'].includes(service)) continue
    await expect(ask(`http://127.0.0.1:${port}/livez`), id).rejects.toThrow('fetch failed')
  }
})
