import { expect, it } from 'vitest'
import { foldIdle } from './fold-idle.ts'

it('draws a long silence as a fifth of what happened around it', () => {
  const { draw, folds } = foldIdle(
    [
      { from: 0, to: 60 },
      { from: 40, to: 100 },
      { from: 900, to: 1_000 },
    ],
    1_000,
  )
  expect([0, 50, 100, 900, 1_000].map(draw)).toEqual([0, 50, 100, 140, 240])
  expect(folds).toEqual([{ from: 100, to: 140, lasted: 800 }])
})

it('leaves an axis without long silences as it is', () => {
  const { draw, folds } = foldIdle(
    [
      { from: 0, to: 40 },
      { from: 50, to: 100 },
    ],
    100,
  )
  expect([0, 45, 100].map(draw)).toEqual([0, 45, 100])
  expect(folds).toEqual([])
})
