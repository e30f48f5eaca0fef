import { expect, it } from 'vitest'
import type { Tick } from './call-history.ts'
import { callsPerDot, stripOf, stripSize } from './strip-layout.ts'

const tick = (instances: Tick['instances']): Tick => ({ at: 0, service: 'inventory', instances })
const dotsIn = (path: string) => path.split('M').length - 1

it('draws one dot a call while a second’s calls fit, and says how many a dot stands for when they do not', () => {
  const calm = [tick({ a: { answered: 6, failed: 0 } })]
  expect(callsPerDot(calm)).toBe(1)
  expect(dotsIn(stripOf(calm, 'a', 1).answered)).toBe(6)
  const busy = [tick({ a: { answered: 31, failed: 0 } }), tick({ a: { answered: 1, failed: 0 } })]
  expect(callsPerDot(busy)).toBe(6)
  expect(dotsIn(stripOf(busy, 'a', 6).answered)).toBe(6 + 1)
})

it('marks a second of which nothing is known, rather than drawing nothing', () => {
  const strip = stripOf([tick(null), tick({ a: { answered: 1, failed: 1 } })], 'a', 1)
  expect([strip.unknown, strip.answered, strip.failed].map(dotsIn)).toEqual([1, 1, 1])
})

it('has the newest second at the right and never leaves its picture', () => {
  const many = Array.from({ length: 90 }, () => tick({ a: { answered: 1, failed: 0 } }))
  const xs = [...stripOf(many, 'a', 1).answered.matchAll(/M([\d.]+)/g)].map(([, x]) => Number(x))
  expect(xs).toHaveLength(60)
  expect(Math.min(...xs)).toBeGreaterThan(0)
  expect(Math.max(...xs)).toBeLessThan(stripSize.width)
})
