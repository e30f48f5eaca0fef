/**
 * The brush of Bristle: one gesture as many fine lines beside a spine.
 * Each bristle starts a little late, runs dry before the end and may touch down again; the inks change from edge to edge.
 */
import { ramp } from '../kit/colour.ts'
import { spline } from '../kit/curve.ts'
import type { Noise } from '../kit/noise.ts'
import type { Random } from '../kit/random.ts'
import { type Point, path } from '../kit/svg.ts'

/** The way of the hand: where it is at t, from 0 to 1. */
export type Gesture = (t: number) => Point

/** A brush and how it is held. */
export interface Brush {
  /** Breadth of the stroke, in sheet units. */
  width: number
  /** Two or three inks, from one edge of the brush to the other. */
  inks: readonly string[]
  /** How many bristles it has. */
  bristles: number
  /** 0 wet to 1 dry: how early bristles run out of ink. */
  dryness: number
  /** Points along the gesture. */
  steps?: number
  /** How hard it is pressed at t: 1 spreads it to its full width. */
  press: (t: number) => number
}

/** Half the distance over which the direction of the gesture is measured. */
const NUDGE = 1e-3

/** Draws one gesture; takes draws for the brush itself and for each bristle that touches down again. */
export function brushStroke(
  gesture: Gesture,
  brush: Brush,
  { random, noise }: { random: Random; noise: Noise },
): string {
  const { bristles, inks, dryness, width } = brush
  const id = random.range(0, 99)
  const gap = width / bristles
  let lines = ''
  for (let i = 0; i < bristles; i++) {
    const side = (i + 0.5) / bristles - 0.5
    const start = (Math.abs(noise(i * 0.21, id)) + 0.5 * Math.abs(noise(i * 1.7, id + 2))) * 0.03
    const end = 1 - dryness * Math.abs(noise(i * 0.33, id + 9)) ** 1.4 * 0.55
    const stroke = ramp(inks, side + 0.5 + 0.1 * noise(i * 0.15, id + 5))
    const strokeWidth = Math.max(0.8, gap * (0.72 + 0.75 * Math.abs(noise(i * 0.9, id + 3))))
    const wobble = (step: number) => gap * 0.9 * noise(i * 0.7, step * 0.22 + id)
    const line = (from: number, to: number) => {
      const points = bristlePoints(gesture, brush, { side, wobble, from, to })
      return points.length > 3 ? path(spline(points, { closed: false }), { stroke, strokeWidth }) : ''
    }
    lines += line(start, end)
    if (end < 0.86 && random.chance(0.6)) {
      lines += line(end + random.range(0.05, 0.09), Math.min(1, end + random.range(0.16, 0.4)))
    }
  }
  return `<g stroke-linecap="round">${lines}</g>`
}

interface Bristle {
  /** −0.5 to 0.5 across the brush. */
  side: number
  wobble: (step: number) => number
  from: number
  to: number
}

/** The points of one line; its ends are exact, because ends on whole steps look digital. */
function bristlePoints(
  gesture: Gesture,
  { width, press, steps = 26 }: Brush,
  { side, wobble, from, to }: Bristle,
): Point[] {
  const times = [from]
  for (let step = Math.ceil(from * steps + 0.3); step < to * steps - 0.3; step++) times.push(step / steps)
  times.push(to)
  return times.map((t) => {
    const [x, y] = gesture(t)
    const [normalX, normalY] = normalAt(gesture, t)
    const offset = side * width * press(t) + wobble(t * steps)
    return [x + normalX * offset, y + normalY * offset]
  })
}

/** The direction across the gesture, of length 1. */
function normalAt(gesture: Gesture, t: number): Point {
  const [aheadX, aheadY] = gesture(t + NUDGE)
  const [behindX, behindY] = gesture(t - NUDGE)
  const length = Math.hypot(aheadX - behindX, aheadY - behindY) || 1
  return [-(aheadY - behindY) / length, (aheadX - behindX) / length]
}
