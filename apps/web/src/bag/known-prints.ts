import { prints } from '@switchyard/art/prints'
import type { Cart } from '@switchyard/contracts/pages'
import type { BagLine } from './bag'

/** While the catalogue cannot be asked: what the shop itself knows of its prints stands in, so that a bag can still be read. Prices and stock stay unknown. */
export function withKnownPrints(cart: Cart): Cart {
  if (!cart.degraded.includes('catalogue')) return cart
  return { ...cart, lines: cart.lines.map((line) => (line.title === null ? { ...line, ...known(line.sku) } : line)) }
}

function known(sku: string): Partial<BagLine> {
  const print = prints.find(({ variants }) => variants.some((variant) => variant.sku === sku))
  const variant = print?.variants.find((one) => one.sku === sku)
  return print && variant ? { slug: print.slug, title: print.title, size: variant.size } : {}
}
