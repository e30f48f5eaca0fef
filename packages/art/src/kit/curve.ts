import { at } from './at.ts'
import { lerp } from './interpolate.ts'
import { decimals, type Point, toTenth } from './svg.ts'

/** Straight lines through the points, as relative path data; rounding errors are fed back, so they never add up. */
export function polyline(points: readonly Point[], { closed }: { closed: boolean }): string {
  let [x, y] = roundPoint(at(points, 0))
  const start = decimals([x, y])
  const steps: number[] = []
  for (const point of points.slice(1)) {
    const dx = toTenth(point[0] - x)
    const dy = toTenth(point[1] - y)
    x = toTenth(x + dx)
    y = toTenth(y + dy)
    steps.push(dx, dy)
  }
  return `M${start}l${decimals(steps)}${closed ? 'z' : ''}`
}

/**
 * A smooth line led by the points (quadratic B-spline): its nodes are the midpoints between them.
 * SVG's smooth `t` reflects the last control point through each node, which is just the next one, so a point costs two
 * numbers. The control point is tracked as SVG implies it: each rounded node corrects it and errors never add up.
 */
export function spline(points: readonly Point[], { closed }: { closed: boolean }): string {
  const count = points.length
  if (count < 4) return polyline(points, { closed })
  const first = closed ? 0 : 1
  const last = closed ? count - 1 : count - 3
  const start = closed ? midpoint(at(points, count - 1), at(points, 0)) : roundPoint(at(points, 0))
  let control = roundPoint(at(points, first))
  let node = midpoint(control, at(points, (first + 1) % count))
  const opening = `M${decimals(start)}Q${decimals(control)} ${decimals(node)}`
  const steps: number[] = []
  for (let i = first + 1; i <= last; i++) {
    control = [2 * node[0] - control[0], 2 * node[1] - control[1]]
    const next = midpoint(control, at(points, (i + 1) % count))
    steps.push(next[0] - node[0], next[1] - node[1])
    node = next
  }
  const ending = closed ? 'z' : `L${decimals(roundPoint(at(points, count - 1)))}`
  return opening + (steps.length > 0 ? `t${decimals(steps)}` : '') + ending
}

/** Spaces points evenly along a closed loop, about `step` units apart and never fewer than six. */
export function resample(loop: readonly Point[], step: number): Point[] {
  const sides = loop.map((from, i) => {
    const to = at(loop, (i + 1) % loop.length)
    return { from, to, length: Math.hypot(to[0] - from[0], to[1] - from[1]) }
  })
  const total = sides.reduce((sum, side) => sum + side.length, 0)
  const count = Math.max(6, Math.round(total / step))
  const points: Point[] = []
  let walked = 0
  let wanted = 0
  for (const { from, to, length } of sides) {
    while (wanted <= walked + length && points.length < count) {
      const t = length ? (wanted - walked) / length : 0
      points.push([lerp(from[0], to[0], t), lerp(from[1], to[1], t)])
      wanted += total / count
    }
    walked += length
  }
  return points
}

function midpoint(a: Point, b: Point): Point {
  return roundPoint([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])
}

function roundPoint([x, y]: Point): Point {
  return [toTenth(x), toTenth(y)]
}
