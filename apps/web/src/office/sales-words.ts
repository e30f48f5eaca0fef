import type { Rebuilt, Sales } from '@switchyard/contracts/sales'

/** The sums of all days. */
export function figuresOf({ days }: Pick<Sales, 'days'>) {
  const sum = (of: (day: Sales['days'][number]) => number) => days.reduce((total, day) => total + of(day), 0)
  return {
    orders: sum(({ orders }) => orders),
    sold: sum(({ sold }) => sold),
    takenBack: sum(({ takenBack }) => takenBack),
    revenue: { amount: sum(({ revenue }) => revenue.amount), currency: 'EUR' as const },
  }
}

/** The days from the first on which something was sold or taken back, the latest first. */
export function sinceFirstSale(days: Sales['days']): Sales['days'] {
  const first = days.findIndex(({ sold, takenBack }) => sold > 0 || takenBack > 0)
  return first === -1 ? [] : days.slice(first).toReversed()
}

/** What a rebuild found. */
export const rebuiltWords = ({ events, orders, mended }: Rebuilt): string =>
  `${events} events told ${orders} orders. ${
    mended === 0 ? 'Nothing had to be mended.' : `${mended} ${mended === 1 ? 'row' : 'rows'} differed and are mended.`
  }`
