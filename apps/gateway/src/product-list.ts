import type { storefront } from '@switchyard/contracts/storefront'
import type { Handler } from '@switchyard/rpc/implement'
import { inventoryAway, part } from './part.ts'
import type { Services } from './services.ts'

/** The catalogue, or its last good copy for the same question with every stock unknown. */
export function productList(services: Services): Handler<typeof storefront.products.operations.list> {
  return async ({ input, ctx }) => {
    const answer = await part(services.inventory(ctx).listPrints.query(input))
    if (!answer.missing) return { ...answer.value, staleSince: null, degraded: [] }
    if (!answer.lastGood) throw inventoryAway()
    const { value, since } = answer.lastGood
    return {
      ...value,
      items: value.items.map((card) => ({ ...card, available: null })),
      staleSince: since,
      degraded: ['catalogue', 'stock'],
    }
  }
}
