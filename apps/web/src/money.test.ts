import { expect, it } from 'vitest'
import { formatMoney } from './money.ts'

it('writes whole euros without cents and others with two', () => {
  expect(formatMoney({ amount: 9_500, currency: 'EUR' })).toBe('€\u200995')
  expect(formatMoney({ amount: 123_450, currency: 'EUR' })).toBe('€\u20091,234.50')
})
