/**
 * Bristle: one to five brush gestures, each built of many fine lines that start late, run dry and carry several inks.
 * A seed chooses the gesture (ring, waves, bars, coil, folds or two leaning arcs), its course, the breadth of the brush,
 * two or three inks for each stroke, and paper or a quiet panel beneath.
 */
import { colourDistance } from '../kit/colour.ts'
import { clamp, lerp } from '../kit/interpolate.ts'
import { type Noise, valueNoise } from '../kit/noise.ts'
import type { Random } from '../kit/random.ts'
import { height, type Rule, sheet, width } from '../kit/sheet.ts'
import { disc, type Point, rect } from '../kit/svg.ts'
import type { Palette } from '../palettes.ts'
import { type Brush, brushStroke, type Gesture } from './bristle-brush.ts'

/** A gesture wants a little more paper around it. */
const BORDER = 100

/** A full turn, rounded as the drawings were made. */
const TURN = 6.283

/** Draws one sheet of gestures. */
export const bristle: Rule = ({ random, palette }) => {
  const noise = valueNoise(random)
  const compose = { enso, wave, bars, loop, fold, sweep }[
    random.pick(['enso', 'wave', 'bars', 'loop', 'fold', 'sweep'] as const)
  ]
  const panel = random.chance(0.3)
  const ground = panel ? palette.soft : palette.paper
  const table = panel ? rect(BORDER, BORDER, width - 2 * BORDER, height - 2 * BORDER, ground) : ''
  const centre: Point = [width / 2, height * random.range(0.44, 0.5)]
  return sheet(
    palette,
    table + compose({ random, noise, accent: palette.accent, inks: legibleInks(palette, ground), centre }),
  )
}

/** What the hand works with. */
interface Studio {
  random: Random
  noise: Noise
  accent: string
  inks: readonly string[]
  centre: Point
}

/** Inks that show on the ground; any other is replaced by the palette's ink, so that there are always four. */
function legibleInks({ ink, key, second, accent }: Palette, ground: string): string[] {
  return [ink, key, second, accent].map((colour) => (colourDistance(colour, ground) > 0.13 ? colour : ink))
}

/** Two or three inks for one brush. */
function dip({ random, inks }: Studio): string[] {
  const [a, b, c] = random.shuffle(inks)
  if (!a || !b || !c) throw new RangeError('A brush needs three inks to choose from')
  return random.pick([
    [a, b],
    [a, b, c],
    [a, b, c],
    [a, a, b],
  ])
}

/** A ring in one breath, sometimes around a disc. */
function enso(studio: Studio): string {
  const { random, accent, centre } = studio
  const [x, y] = centre
  const radius = random.range(225, 290)
  const start = random.range(0, 6.28)
  const turn = random.pick([-1, 1])
  const sweepAngle = random.range(5.5, 6.15)
  const stretch = random.range(0.95, 1.12)
  const eye = random.chance(0.4)
    ? disc([x + random.range(-60, 60), y + random.range(-60, 60)], radius * 0.42, accent)
    : ''
  const gesture: Gesture = (t) => [
    x + Math.cos(start + turn * sweepAngle * t) * radius * (1 + 0.06 * t),
    y + Math.sin(start + turn * sweepAngle * t) * radius * stretch * (1 - 0.04 * t),
  ]
  const brush: Brush = {
    width: random.range(120, 215),
    inks: dip(studio),
    bristles: 74,
    steps: 34,
    dryness: 0.7,
    press: (t) => 0.72 + 0.36 * Math.sin(2.6 * t + 0.4),
  }
  return eye + brushStroke(gesture, brush, studio)
}

/** Two or three waves, drawn in turn from the left and from the right. */
function wave(studio: Studio): string {
  const { random } = studio
  const count = random.int(2, 3)
  const brushWidth = random.range(150, 210)
  let strokes = ''
  for (let i = 0; i < count; i++) {
    const level = lerp(height * 0.3, height * 0.7, i / (count - 1))
    const rise = random.range(60, 130)
    const waves = random.range(0.8, 1.3)
    const phase = random.range(0, 6.28)
    const gesture: Gesture = (t) => {
      const q = i % 2 ? 1 - t : t
      return [lerp(BORDER + 20, width - BORDER - 20, q), level + rise * Math.sin(q * TURN * waves + phase)]
    }
    const press = (t: number) => 0.75 + 0.3 * Math.sin(t * 3.1)
    strokes += brushStroke(gesture, { width: brushWidth, inks: dip(studio), bristles: 58, dryness: 0.6, press }, studio)
  }
  return strokes
}

/** Three to five upright strokes of their own length, side by side. */
function bars(studio: Studio): string {
  const { random } = studio
  const count = random.int(3, 5)
  const step = (width - 2.6 * BORDER) / count
  const shared = dip(studio)
  let strokes = ''
  for (let i = 0; i < count; i++) {
    const x = BORDER * 1.3 + step * (i + 0.5)
    const length = height * random.range(0.42, 0.7)
    const top = BORDER * 1.2 + random.range(0, height - 2.4 * BORDER - length)
    const upwards = random.chance(0.4)
    const sway = random.range(-16, 16)
    const gesture: Gesture = (t) => [x + sway * Math.sin(t * 3), lerp(top, top + length, upwards ? 1 - t : t)]
    const inks = random.chance(0.5) ? shared : dip(studio)
    strokes += brushStroke(
      gesture,
      { width: step * 0.86, inks, bristles: 40, steps: 18, dryness: 0.8, press: () => 1 },
      studio,
    )
  }
  return strokes
}

/** A coil that falls down the sheet in two or three turns. */
function loop(studio: Studio): string {
  const { random, centre } = studio
  const side = random.pick([-1, 1])
  const brushWidth = random.range(95, 135)
  const reach = random.range(215, 255)
  const depth = random.range(120, 170)
  const turns = random.pick([2, 3])
  const gesture: Gesture = (t) => {
    const angle = t * TURN * turns * 0.98
    const fall = lerp(BORDER + 190, height - BORDER - 190, t)
    return [centre[0] + side * reach * Math.sin(angle + 0.6), fall - depth * Math.cos(angle + 0.6) * 0.75]
  }
  const press = (t: number) => 0.8 + 0.25 * Math.sin(t * 19)
  const brush = { width: brushWidth, inks: dip(studio), bristles: 48, steps: 24 * turns, dryness: 0.5, press }
  return brushStroke(gesture, brush, studio)
}

/** One brush laid to and fro: straight runs joined by half circles. */
function fold(studio: Studio): string {
  const { random, centre } = studio
  const runs = random.int(3, 5)
  const radius = (height * random.range(0.46, 0.56)) / (2 * (runs - 1))
  const brushWidth = radius * random.range(1.25, 1.55)
  const half = Math.max(50, width / 2 - BORDER - radius - brushWidth / 2 - 30 * random.next())
  const run = 2 * half
  const bend = Math.PI * radius
  const total = runs * run + (runs - 1) * Math.PI * radius
  const top = centre[1] - (runs - 1) * radius
  const side = random.pick([-1, 1])
  const gesture: Gesture = (t) => {
    const way = clamp(t) * total
    const index = Math.floor(way / (run + bend))
    const walked = way - index * (run + bend)
    const direction = index % 2 ? -1 : 1
    const y = top + 2 * radius * index
    if (walked <= run) return [centre[0] + side * direction * (walked - half), y]
    const angle = (walked - run) / radius
    return [centre[0] + side * direction * (half + radius * Math.sin(angle)), y + radius * (1 - Math.cos(angle))]
  }
  const brush = { width: brushWidth, inks: dip(studio), bristles: 46, steps: 22 * runs, dryness: 0.3, press: () => 1 }
  return brushStroke(gesture, brush, studio)
}

/** Two large arcs lean on each other, sometimes under a sun. */
function sweep(studio: Studio): string {
  const { random, accent } = studio
  const brushWidth = random.range(190, 270)
  const side = random.pick([-1, 1])
  const bow = random.range(0.25, 0.6)
  const across = (share: number) => width / 2 + side * (share - 0.5) * (width - 2 * BORDER)
  const sun = random.chance(0.6)
    ? disc([across(random.range(0.7, 0.82)), height * random.range(0.2, 0.27)], random.range(60, 105), accent)
    : ''
  const rising = arc([across(0.1), height * 0.84], [across(0.62), height * 0.16], side * -bow)
  const risingBrush = {
    width: brushWidth,
    inks: dip(studio),
    bristles: 74,
    dryness: 0.7,
    press: (t: number) => 1.05 - 0.4 * t,
  }
  const first = brushStroke(rising, risingBrush, studio)
  const leaning = arc([across(0.3), height * 0.88], [across(0.9), height * random.range(0.4, 0.5)], side * bow * 0.7)
  const leaningWidth = brushWidth * random.range(0.5, 0.75)
  const leaningBrush = {
    width: leaningWidth,
    inks: dip(studio),
    bristles: 50,
    dryness: 0.8,
    press: (t: number) => 1 - 0.35 * t,
  }
  return sun + first + brushStroke(leaning, leaningBrush, studio)
}

function arc(from: Point, to: Point, bow: number): Gesture {
  return (t) => [
    lerp(from[0], to[0], t) + bow * Math.sin(t * Math.PI) * (to[1] - from[1]) * 0.5,
    lerp(from[1], to[1], t) - bow * Math.sin(t * Math.PI) * (to[0] - from[0]) * 0.5,
  ]
}
