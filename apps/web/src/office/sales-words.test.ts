import { expect, test } from 'vitest'
import { figuresOf, rebuiltWords, sinceFirstSale } from './sales-words'

const day = (date: string, sold: number, takenBack: number) => ({
  ...{ day: date, orders: sold > 0 ? 1 : 0, sold, takenBack },
  revenue: { amount: (sold - takenBack) * 4_900, currency: 'EUR' as const },
})
const days = [day('2026-11-25', 0, 0), day('2026-11-26', 3, 0), day('2026-11-27', 0, 0), day('2026-11-28', 1, 2)]

test('the figures are the sums of all days, less what was taken back', () => {
  expect(figuresOf({ days })).toEqual({
    ...{ orders: 2, sold: 4, takenBack: 2 },
    revenue: { amount: 2 * 4_900, currency: 'EUR' },
  })
})

test('days before the first sale are left out, and the latest comes first', () => {
  expect(sinceFirstSale(days).map((one) => one.day)).toEqual(['2026-11-28', '2026-11-27', '2026-11-26'])
  expect(sinceFirstSale([day('2026-11-28', 0, 0)])).toEqual([])
})

test('a rebuild says whether anything was wrong', () => {
  const rebuilt = { events: 9, orders: 4, sales: 3 }
  expect(rebuiltWords({ ...rebuilt, mended: 0 })).toBe('9 events told 4 orders. Nothing had to be mended.')
  expect(rebuiltWords({ ...rebuilt, mended: 1 })).toContain('1 row differed')
})
