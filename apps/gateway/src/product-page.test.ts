import type { Print, Stock } from '@switchyard/contracts/inventory'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { WithLastGood } from '@switchyard/rpc/fallback'
import { expect, test } from 'vitest'
import { productPage } from './product-page.ts'
import type { Services } from './services.ts'

const slug = 'contour-no-2'
const sku = 'contour-no-2-a2'
const print: Print = {
  slug,
  title: 'Contour No. 2',
  artist: 'Ines Halvard',
  description: 'Depth upon depth.',
  collection: 'contours',
  palette: 'lagoon',
  year: 2026,
  releasedAt: '2026-11-20T00:00:00.000Z',
  variants: [{ sku, size: 'a2', price: { amount: 14_000, currency: 'EUR' }, edition: 100 }],
  related: [],
}
const stock: Stock = { sku, edition: 100, onHand: 90, reserved: 1, sold: 10, available: 89 }
const away = new Failure('unavailable')

/** Both services, each answering, or failing, as the test says; `asked` names the questions in their order. */
function scene() {
  const asked: string[] = []
  const failing: Record<string, Failure | undefined> = {}
  const question =
    <Answer>(name: string, answer: Answer) =>
    async () => {
      asked.push(name)
      await Promise.resolve()
      if (failing[name]) throw failing[name]
      return answer
    }
  const inventory = {
    printBySlug: { query: question('print', print) },
    stockOfPrint: { query: question('stock', [stock]) },
  }
  const orders = { salesOf: { query: question('sales', { soldLast30Days: 10 }) } }
  const services = { inventory: () => inventory, orders: () => orders } as unknown as Services
  const page = productPage(services)
  const ctx = {} as CallContext
  return { asked, failing, open: () => page({ input: { slug }, ctx }) }
}

test('puts a page together from both services', async () => {
  const { open } = scene()
  expect(await open()).toMatchObject({
    title: 'Contour No. 2',
    variants: [{ sku, available: 89 }],
    soldLast30Days: 10,
    staleSince: null,
    degraded: [],
  })
})

test('asks both services at once, and a part that is away is null and named', async () => {
  const { asked, failing, open } = scene()
  failing.stock = away
  failing.sales = away
  const opening = open()
  expect(asked).toEqual(['print', 'stock', 'sales'])
  expect(await opening).toMatchObject({
    title: 'Contour No. 2',
    variants: [{ sku, available: null }],
    soldLast30Days: null,
    degraded: ['stock', 'sales'],
  })
})

test('shows the last good copy that comes with the failure, and says since when', async () => {
  const { failing, open } = scene()
  failing.print = new WithLastGood(away, { value: print, sinceMs: Date.UTC(2026, 10, 20) }, 'inventory')
  expect(await open()).toMatchObject({
    title: 'Contour No. 2',
    staleSince: '2026-11-20T00:00:00.000Z',
    degraded: ['catalogue'],
  })
})

test('is inventory_unavailable when there is no copy', async () => {
  const { failing, open } = scene()
  failing.print = away
  await expect(open()).rejects.toMatchObject({ code: 'inventory_unavailable' })
})

test('a print that does not exist is not_found, whatever else was answered', async () => {
  const { failing, open } = scene()
  await open()
  failing.print = new Failure('not_found')
  await expect(open()).rejects.toMatchObject({ code: 'not_found' })
})
