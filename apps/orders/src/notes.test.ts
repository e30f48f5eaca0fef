import { expect, it } from 'vitest'
import { euros, numbered } from './notes.ts'
import { orderNumber } from './order-number.ts'

it('says edition numbers as a person would', () => {
  const one = { sku: 'a', quantity: 1, title: 'Contour No. 2', edition: 100 }
  const two = { sku: 'b', quantity: 3, title: 'Lull No. 1', edition: 50 }
  expect(numbered([one], [{ sku: 'a', numbers: [64] }])).toBe('No. 64 of 100')
  expect(
    numbered(
      [one, two],
      [
        { sku: 'b', numbers: [3, 4, 9] },
        { sku: 'a', numbers: [64] },
      ],
    ),
  ).toBe('Contour No. 2 No. 64 of 100 and Lull No. 1 Nos. 3, 4 and 9 of 50')
})

it('writes cents as euros', () => {
  expect([5, 120, 12_000, 100_001].map(euros)).toEqual(['€0.05', '€1.20', '€120.00', '€1000.01'])
})

it('makes order numbers without letters that look like others', () => {
  let next = 0
  const numbers = Array.from({ length: 100 }, () => orderNumber(() => (next = (next + 0.0137) % 1)))
  for (const number of numbers) expect(number).toMatch(/^HT-[0-9A-HJKMNP-TV-Z]{6}$/)
  expect(orderNumber(() => 0.999_999_9)).toBe('HT-ZZZZZZ')
})
