import { describe, expect, it } from 'vitest'
import { polyline, spline } from './curve.ts'
import type { Point } from './svg.ts'

/** 400 points whose places cannot be written exactly. */
const wander: Point[] = Array.from({ length: 400 }, (_, i) => [
  i * 1.0373 + Math.sin(i) * 7.777,
  Math.cos(i * 0.7) * 33.333,
])

describe('a polyline', () => {
  it('is written as steps from the first point', () => {
    expect(
      polyline(
        [
          [0, 0],
          [10, 0.5],
          [5, -2],
        ],
        { closed: true },
      ),
    ).toBe('M0 0l10 .5-5-2.5z')
  })

  it('ends within a tenth of its last point, however long it is', () => {
    const [start = '', steps = ''] = polyline(wander, { closed: false }).slice(1).split('l')
    const end = walk(numbersOf(start), numbersOf(steps)).at(-1)
    expect(end?.[0]).toBeCloseTo(wander.at(-1)?.[0] ?? 0, 0)
    expect(end?.[1]).toBeCloseTo(wander.at(-1)?.[1] ?? 0, 0)
  })
})

describe('a spline', () => {
  it('passes the middle between each two of its points, to the end', () => {
    const [opening = '', rest = ''] = spline(wander, { closed: false }).slice(1).split('t')
    const [, curve = ''] = opening.split('Q')
    const [, , x = 0, y = 0] = numbersOf(curve)
    const nodes = [[x, y] as const, ...walk([x, y], numbersOf(rest.split('L')[0] ?? ''))]
    expect(nodes).toHaveLength(wander.length - 3)
    const errors = nodes.map(([nodeX, nodeY], i) => {
      const [a, b] = [wander[i + 1] ?? [0, 0], wander[i + 2] ?? [0, 0]]
      return Math.hypot(nodeX - (a[0] + b[0]) / 2, nodeY - (a[1] + b[1]) / 2)
    })
    expect(Math.max(...errors)).toBeLessThan(0.5)
  })

  it('of fewer than four points is a polyline', () => {
    expect(
      spline(
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
        { closed: true },
      ),
    ).toBe('M0 0l1 0 0 1z')
  })

  it('closes on itself when it is told to', () => {
    expect(
      spline(
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [0, 10],
        ],
        { closed: true },
      ),
    ).toBe('M0 5Q0 0 5 0t5 5-5 5-5-5z')
  })
})

function numbersOf(text: string): number[] {
  return Array.from(text.matchAll(/-?(\d*\.\d+|\d+)/g), ([digits]) => Number(digits))
}

/** The places that relative steps lead to. */
function walk([x = 0, y = 0]: number[], steps: number[]): Point[] {
  const places: Point[] = []
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i] ?? 0
    y += steps[i + 1] ?? 0
    places.push([x, y])
  }
  return places
}
