import type { QuotedItem } from '@switchyard/contracts/inventory'
import type { Cart } from '@switchyard/contracts/pages'
import type { storefront } from '@switchyard/contracts/storefront'
import type { OrderLine } from '@switchyard/contracts/values'
import type { CallContext } from '@switchyard/rpc/envelope'
import type { Handler } from '@switchyard/rpc/implement'
import { part } from './part.ts'
import type { Services } from './services.ts'

/** The bag as orders keeps it, priced by inventory as of now. */
export function cartPage(services: Services): {
  get: Handler<typeof storefront.cart.operations.get>
  set: Handler<typeof storefront.cart.operations.set>
} {
  const priced = async (lines: readonly OrderLine[], ctx: CallContext): Promise<Cart> => {
    if (lines.length === 0) return { lines: [], total: { amount: 0, currency: 'EUR' }, degraded: [] }
    const quote = await part(services.inventory(ctx).quote.query({ skus: lines.map(({ sku }) => sku) }))
    const items = new Map(quote.value?.map((item) => [item.sku, item]))
    const cartLines = lines.map((line) => cartLine(line, items.get(line.sku)))
    const totals = cartLines.map((line) => line.total?.amount ?? 0)
    return {
      lines: cartLines,
      total: quote.missing ? null : { amount: totals.reduce((sum, amount) => sum + amount, 0), currency: 'EUR' },
      degraded: quote.missing ? ['catalogue', 'stock'] : [],
    }
  }
  return {
    get: async ({ ctx }) => priced((await services.orders(ctx).cart.query({})).lines, ctx),
    set: async ({ input, ctx }) => priced((await services.orders(ctx).setCart.mutate(input)).lines, ctx),
  }
}

function cartLine({ sku, quantity }: OrderLine, item: QuotedItem | undefined): Cart['lines'][number] {
  return {
    sku,
    quantity,
    slug: item?.slug ?? null,
    title: item?.title ?? null,
    size: item?.size ?? null,
    unitPrice: item?.unitPrice ?? null,
    total: item ? { ...item.unitPrice, amount: item.unitPrice.amount * quantity } : null,
    available: item?.available ?? null,
  }
}
