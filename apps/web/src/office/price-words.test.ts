import { expect, it } from 'vitest'
import { centsOf, priceFault } from './price-words.ts'

it('reads euro with a comma or a point, and nothing that is no price', () => {
  expect(['95', '95.5', ' 95,50 ', '€ 1200', '0.05'].map(centsOf)).toEqual([9_500, 9_550, 9_550, 120_000, 5])
  expect(['', '-5', '95.505', '1e3', 'free', '9 5', '1000000'].map(centsOf)).toEqual(Array(7).fill(undefined))
})

it('says in words why a price cannot be set', () => {
  expect(priceFault('free', 9_500)).toContain('like 95')
  expect(priceFault('0', 9_500)).toContain('for nothing')
  expect(priceFault('95.00', 9_500)).toContain('already')
  expect(priceFault('96', 9_500)).toBeUndefined()
})
