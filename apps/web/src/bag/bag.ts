/**
 * A bag that answers at once. What the server has confirmed and what the visitor wants beyond that are kept apart, and
 * only looking at the bag puts them together:
 *
 *     const shown = withIntents(confirmed, intents)
 */
import type { PrintCard } from '@switchyard/contracts/inventory'
import type { Cart } from '@switchyard/contracts/pages'
import type { Money, OrderLine, Size } from '@switchyard/contracts/values'

export type BagLine = Cart['lines'][number]

/** What is known of a print before the server has priced it. */
export type BagItem = Pick<PrintCard, 'slug' | 'title'> & { size: Size; unitPrice: Money; available: number | null }

/** How many of one SKU the visitor wants; 0 takes it out. Saying it twice changes nothing. */
export interface Intent {
  sku: string
  quantity: number
  /** For a line that the confirmed bag does not have yet. */
  item?: BagItem
}

/** The most of one print that an order may hold, by the contract. */
export const quantityMax = 10
/** The most different prints that a bag may hold, by the contract. */
export const linesMax = 20

/** The bag as the visitor means it: the confirmed one with every intent done. */
export function withIntents(confirmed: Cart, intents: readonly Intent[]): Cart {
  if (intents.length === 0) return confirmed
  const wanted = new Map(intents.map((intent) => [intent.sku, intent]))
  const kept = confirmed.lines.map((line) => asWanted(line, wanted.get(line.sku)))
  const added = intents
    .filter(({ sku }) => !confirmed.lines.some((line) => line.sku === sku))
    .map((intent) => newLine(intent))
  const lines = [...kept, ...added].filter(({ quantity }) => quantity > 0)
  return { ...confirmed, lines, total: totalOf(lines, confirmed) }
}

/** The intents with one more; it takes the place of an earlier one for the same SKU. */
export const intend = (intents: readonly Intent[], next: Intent): Intent[] => [
  ...intents.filter(({ sku }) => sku !== next.sku),
  next,
]

/** The intents that are still open once `sent` was answered: those that were spoken since. */
export const settle = (intents: readonly Intent[], sent: readonly Intent[]): Intent[] =>
  intents.filter((intent) => !sent.includes(intent))

/** The bag as the contract takes it. */
export const plainLines = (cart: Cart): OrderLine[] => cart.lines.map(({ sku, quantity }) => ({ sku, quantity }))

/** How many prints lie in it. */
export const countOf = (cart: Cart): number => cart.lines.reduce((sum, { quantity }) => sum + quantity, 0)

function asWanted(line: BagLine, intent: Intent | undefined): BagLine {
  return intent ? priced({ ...line, quantity: intent.quantity }) : line
}

function newLine({ sku, quantity, item }: Intent): BagLine {
  const unknown = { slug: null, title: null, size: null, unitPrice: null, available: null }
  return priced({ sku, quantity, ...(item ?? unknown), total: null })
}

const priced = (line: BagLine): BagLine => ({
  ...line,
  total: line.unitPrice && { ...line.unitPrice, amount: line.unitPrice.amount * line.quantity },
})

/** Unknown while prices are; a line that is no longer sold counts nothing, as the server counts it. */
function totalOf(lines: readonly BagLine[], { degraded }: Cart): Money | null {
  if (degraded.includes('catalogue') && lines.length > 0) return null
  return { amount: lines.reduce((sum, { total }) => sum + (total?.amount ?? 0), 0), currency: 'EUR' }
}
