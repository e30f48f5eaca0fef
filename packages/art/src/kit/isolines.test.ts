import { describe, expect, it } from 'vitest'
import { resample } from './curve.ts'
import { isolines } from './isolines.ts'
import type { Point } from './svg.ts'

const cone = (x: number, y: number) => 100 - Math.hypot(x - 100, y - 100)

describe('isolines', () => {
  it('of a cone are circles: level 40 of a cone 100 high has radius 60', () => {
    const loops = isolines(cone, [0, 0, 200, 200], 5)(40)
    expect(loops).toHaveLength(1)
    for (const [x, y] of loops[0] ?? []) expect(Math.hypot(x - 100, y - 100)).toBeCloseTo(60, 0)
  })

  it('close inside the box even where the ground runs out of it', () => {
    const loops = isolines(() => 1, [0, 0, 200, 200], 10)(0)
    expect(loops).toHaveLength(1)
    expect(loops[0]?.every(([x, y]) => x >= 0 && y >= 0 && x <= 200 && y <= 200)).toBe(true)
    expect(gapOf(loops[0] ?? [])).toBeLessThan(15)
  })

  it('part where there are two summits, and join below the saddle', () => {
    const twins = (x: number, y: number) => Math.max(cone(x * 2 - 60, y * 2 - 100), cone(x * 2 - 140, y * 2 - 100))
    const at = isolines(twins, [0, 0, 200, 200], 2)
    expect(at(80)).toHaveLength(2)
    expect(at(20)).toHaveLength(1)
  })

  it('are none above the highest ground', () => {
    expect(isolines(cone, [0, 0, 200, 200], 5)(101)).toEqual([])
  })
})

describe('a resampled loop', () => {
  it('has evenly spaced points, about a step apart', () => {
    const [loop] = isolines(cone, [0, 0, 200, 200], 5)(40)
    const points = resample(loop ?? [], 10)
    const steps = points.map((point, i) => apart(point, points[(i + 1) % points.length] ?? point))
    expect(points).toHaveLength(Math.round((2 * Math.PI * 60) / 10))
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(0.5)
  })

  it('keeps six points however short it is', () => {
    const square: Point[] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ]
    expect(resample(square, 100)).toHaveLength(6)
  })
})

function gapOf(loop: readonly Point[]): number {
  return apart(loop[0] ?? [0, 0], loop.at(-1) ?? [0, 0])
}

function apart(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}
