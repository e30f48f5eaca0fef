/** l: left, h: held (being paid for), s: sold, u: unknown. */
export type EditionDot = 'l' | 'h' | 's' | 'u'

/**
 * The dots of an edition in reading order: sold, held, left. Over 200 prints a dot stands for several, and every share
 * that is not empty keeps at least one dot, so that the last print never vanishes from the picture.
 */
export function editionDots(stock: { edition: number; available: number | null; held: number }): {
  dots: EditionDot[]
  perDot: number
} {
  const perDot = Math.ceil(stock.edition / dotsMax)
  const total = Math.ceil(stock.edition / perDot)
  if (stock.available === null) return { dots: filled(total, 'u'), perDot }
  const share = (count: number) => (count > 0 ? Math.max(1, Math.round(count / perDot)) : 0)
  const left = Math.min(total, share(stock.available))
  const held = Math.min(total - left, share(stock.held))
  return { dots: [...filled(total - left - held, 's'), ...filled(held, 'h'), ...filled(left, 'l')], perDot }
}

const dotsMax = 200
const filled = (count: number, dot: EditionDot): EditionDot[] => Array.from({ length: count }, () => dot)
