import { expect, test } from 'vitest'
import { percentile } from './percentile.ts'

const upTo = (count: number) => Array.from({ length: count }, (_, index) => count - index)

test.each([
  [[], 0.5, null],
  [[7], 0.5, 7],
  [[7], 0.99, 7],
  [[9, 1], 0.5, 1],
  [[9, 1], 0.51, 9],
  [upTo(100), 0.5, 50],
  [upTo(100), 0.99, 99],
  [upTo(100), 1, 100],
  [upTo(101), 0.99, 100],
  [upTo(10), 0, 1],
])('of %j at %d is %j', (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected)
})

test('leaves the order of what it was given alone', () => {
  const values = [3, 1, 2]
  percentile(values, 0.5)
  expect(values).toEqual([3, 1, 2])
})
