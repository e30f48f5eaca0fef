import { expect, test } from 'vitest'
import { percentile, worded } from './statistics.ts'

test('a percentile is a value that was seen, by nearest rank, whatever the order', () => {
  const values = [50, 15, 40, 20, 35]
  expect(percentile(values, 0.05)).toBe(15)
  expect(percentile(values, 0.3)).toBe(20)
  expect(percentile(values, 0.4)).toBe(20)
  expect(percentile(values, 0.5)).toBe(35)
  expect(percentile(values, 1)).toBe(50)
})

test('of a hundred values the 99th percentile is the last but one, never the worst', () => {
  expect(
    percentile(
      Array.from({ length: 100 }, (_, index) => index + 1),
      0.99,
    ),
  ).toBe(99)
})

test('nothing seen has no percentile, and a share outside of 0 to 1 is refused', () => {
  expect(percentile([], 0.5)).toBeUndefined()
  expect(() => percentile([1], 0)).toThrow(RangeError)
  expect(() => percentile([1], 99)).toThrow(RangeError)
})

test('none of n is told as less than three in n, never as never', () => {
  expect(worded(0, 540)).toBe('0 of 540 (< 3/540)')
  expect(worded(0, 0)).toBe('none seen')
})

test('some of n are told with their share, small ones not rounded away', () => {
  expect(worded(4, 540)).toBe('4 of 540 (0.7 %)')
  expect(worded(1, 20_000)).toBe('1 of 20000 (0.005 %)')
  expect(worded(540, 540)).toBe('540 of 540 (100.0 %)')
})
