import { expect, it } from 'vitest'
import { diameterOf } from './diameter.ts'

it('grows with the time a call took, and stays between what can be seen and what fits', () => {
  const sizes = [0, 5, 50, 200, 500, 2_000, 60_000].map(diameterOf)
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
  expect(new Set(sizes.slice(0, 6)).size).toBe(6)
  expect(sizes[0]).toBe(4)
  expect(sizes.at(-1)).toBe(20)
})
