import { expect, it } from 'vitest'
import { depthPaths, depthSize, messagesPerDot } from './depth-layout.ts'
import type { Depth } from './queue-history.ts'

const depth = (active: number, waiting = 0, held = 0): Depth => ({
  at: 0,
  counts: { active, waiting, delayed: 0, held },
})
const dotsIn = (path: string) => path.split('M').length - 1

it('draws one dot a message while they fit, and says how many a dot stands for when they do not', () => {
  expect(messagesPerDot([depth(5, 5, 2)])).toBe(1)
  const busy = [depth(10, 20, 30)]
  expect(messagesPerDot(busy)).toBe(6)
  const { working, waiting, held } = depthPaths(busy, 6)
  expect([working, waiting, held].map(dotsIn)).toEqual([2, 4, 5])
})

it('never leaves its picture, however the kinds are mixed', () => {
  for (const one of [depth(12), depth(1, 1, 50), depth(7, 61, 7), depth(40, 0, 1)]) {
    const perDot = messagesPerDot([one])
    const paths = Object.values(depthPaths([one], perDot))
    const ys = paths.flatMap((path: string) => [...path.matchAll(/M[\d.]+ (-?[\d.]+)/g)].map(([, y]) => Number(y)))
    expect(Math.min(...ys)).toBeGreaterThan(0)
    expect(Math.max(...ys)).toBeLessThan(depthSize.height)
  }
})

it('marks a look that found nothing out, rather than drawing an empty queue', () => {
  const paths = depthPaths([{ at: 0, counts: null }, depth(0)], 1)
  expect([paths.unknown, paths.working].map(dotsIn)).toEqual([1, 0])
})
