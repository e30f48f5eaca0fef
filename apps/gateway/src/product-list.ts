import type { Catalogue } from '@switchyard/contracts/inventory'
import type { storefront } from '@switchyard/contracts/storefront'
import type { Handler } from '@switchyard/rpc/implement'
import type { LastGood } from './last-good.ts'
import { inventoryAway, part } from './part.ts'
import type { Services } from './services.ts'

/** The catalogue, or its last good copy for the same question with every stock unknown. */
export function productList({
  services,
  lastGood,
}: {
  services: Services
  lastGood: LastGood<Catalogue>
}): Handler<typeof storefront.products.operations.list> {
  return async ({ input, ctx }) => {
    const question = JSON.stringify(Object.entries(input).sort(([a], [b]) => a.localeCompare(b)))
    const answer = await part(services.inventory(ctx).listPrints.query(input))
    if (!answer.missing) {
      lastGood.keep(question, answer.value)
      return { ...answer.value, staleSince: null, degraded: [] }
    }
    const copy = lastGood.get(question)
    if (!copy) throw inventoryAway()
    return {
      ...copy.value,
      items: copy.value.items.map((card) => ({ ...card, available: null })),
      staleSince: copy.since,
      degraded: ['catalogue', 'stock'],
    }
  }
}
