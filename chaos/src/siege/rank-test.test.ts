import { expect, test } from 'vitest'
import { rankTest } from './rank-test.ts'

test('agrees with published values: the hens and tortoises of a textbook, and two samples without overlap', () => {
  expect(rankTest([6, 7, 8, 9, 10], [1, 2, 3, 4, 5])).toMatchObject({ above: 1, p: expect.closeTo(0.0122, 3) })
  // R: wilcox.test(c(0.8,0.83,1.89,1.04,1.45,1.38,1.91,1.64,0.73,1.46), c(1.15,0.88,0.9,0.74,1.21), exact = FALSE), W = 35.
  const x = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
  const y = [1.15, 0.88, 0.9, 0.74, 1.21]
  expect(rankTest(x, y)).toMatchObject({ above: 35 / 50, p: expect.closeTo(0.2449, 3) })
})

test('what is the same tells nothing apart', () => {
  const { above, p } = rankTest([1, 1, 2, 2], [1, 2, 1, 2])
  expect([above, p]).toEqual([0.5, expect.closeTo(1, 6)])
})

test('a shift that few values show by themselves is seen in many', () => {
  const noise = Array.from({ length: 400 }, (_, n) => (n * 7_919) % 1_000)
  expect(
    rankTest(
      noise,
      noise.map((value) => value + 150),
    ).p,
  ).toBeLessThan(1e-6)
})
