/**
 * Contour: a map of a place that grows calmer inwards.
 * The ground is a cone roughened by noise; the noise fades towards the top, so the inner lines become circles around one quiet eye.
 * A seed chooses the composition (island, sheet, round window or strait), 13 to 21 levels, how rough and how fine the coast is,
 * and whether the levels are tinted by height or left as lines.
 */
import { mix, ramp } from '../kit/colour.ts'
import { resample, spline } from '../kit/curve.ts'
import { smoothstep } from '../kit/interpolate.ts'
import { type Box, type Field, isolines } from '../kit/isolines.ts'
import { fractalNoise, valueNoise } from '../kit/noise.ts'
import type { Random } from '../kit/random.ts'
import { height, margin, mat, panelOutline, type Rule, sheet, width } from '../kit/sheet.ts'
import { circleOutline, disc, type Point, path } from '../kit/svg.ts'
import type { Palette } from '../palettes.ts'

/** Units between two measurements of the ground. */
const GRID = 15

/** No level lies above this height: the top itself stays open. */
const LEVEL_MAX = 0.86

/** Draws one map. */
export const contour: Rule = ({ random, palette }) => {
  const noise = { coast: fractalNoise(valueNoise(random), { octaves: 2, gain: 0.4 }), warp: valueNoise(random) }
  const composition = random.pick(['island', 'island', 'sheet', 'disc', 'strait'] as const)
  const tinted = random.chance(0.6)
  const frequency = random.range(1.5, 2.6) / 1000
  const roughness = random.range(0.34, 0.6)
  const levelCount = random.int(13, 21)
  const lean = random.range(-0.5, 0.5)
  const spot: Point = [width * random.range(0.4, 0.6), height * random.range(0.36, 0.6)]
  const hill = hillWith({ ...noise, frequency, roughness, lean })
  const place = { island, sheet: bleedingSheet, disc: roundWindow, strait }[composition](hill, spot, random)
  const colours = chooseColours(random, palette, { tinted, levelCount })
  let drawing = ''
  const linesAt = isolines(place.ground, place.box, GRID)
  for (let level = 0; level < levelCount; level++) {
    const t = level / (levelCount - 1)
    const lines = linesAt(place.levelMin + (LEVEL_MAX - place.levelMin) * t).filter((line) => line.length > 9)
    if (lines.length === 0) continue
    // The lines are drawn wider apart outside, where they are long.
    const outline = lines.map((line) => spline(resample(line, 26 - 8 * t), { closed: true })).join('')
    const strokeWidth = level % 5 ? 1.6 : 3.6
    drawing += path(outline, { fill: colours.fillOf(level, t), stroke: colours.line, strokeWidth })
  }
  const radius = random.range(30, 62)
  const eye = random.pick([palette.accent, palette.accent, palette.paper, palette.key])
  place.eyes.forEach((centre, i) => {
    drawing += disc(centre, i ? radius * 0.6 : radius, eye)
  })
  return sheet(palette, drawing + (place.window ? mat(place.window, palette.paper) : ''))
}

/** A composition: its ground, the quiet centres, what is measured of it and how it is cropped. */
interface Place {
  ground: Field
  eyes: readonly Point[]
  box: Box
  levelMin: number
  window?: string
}

/** A hill of a given centre and radii: 1 at the top, 0 about at the shore. */
type Hill = (centre: Point, radiusX: number, radiusY: number) => Field

interface HillShape {
  coast: Field
  warp: Field
  frequency: number
  roughness: number
  lean: number
}

function hillWith({ coast, warp, frequency, roughness, lean }: HillShape): Hill {
  return ([centreX, centreY], radiusX, radiusY) =>
    (x, y) => {
      const dx = x - centreX
      const dy = y - centreY
      const distance = Math.hypot((dx + lean * dy * 0.5) / radiusX, dy / radiusY)
      const warpedX = x + 90 * warp(x * frequency, y * frequency)
      const warpedY = y + 90 * warp(x * frequency + 7, y * frequency + 3)
      const rough = roughness * coast(warpedX * frequency, warpedY * frequency)
      return 1 - distance + rough * smoothstep(0.08, 0.75, distance)
    }
}

/** One island in open paper, its top drawn towards the middle of the sheet. */
function island(hill: Hill, [x, y]: Point): Place {
  const top: Point = [width / 2 + (x - width / 2) * 0.3, height / 2 + (y - height / 2) * 0.3]
  return { ...openSea(hill(top, 370, 500)), eyes: [top] }
}

/** A land larger than the sheet, cut at the margin. */
function bleedingSheet(hill: Hill, top: Point): Place {
  const edge = margin - 24
  const box: Box = [edge, edge, width - margin + 24, height - margin + 24]
  return { ground: hill(top, 620, 820), eyes: [top], box, levelMin: -0.62, window: panelOutline() }
}

/** The same, seen through a round window. */
function roundWindow(hill: Hill, _spot: Point, random: Random): Place {
  const middle: Point = [width / 2, height * 0.47]
  const top: Point = [middle[0] + random.range(-150, 150), middle[1] + random.range(-150, 150)]
  const box: Box = [middle[0] - 430, middle[1] - 430, middle[0] + 430, middle[1] + 430]
  return { ground: hill(top, 560, 560), eyes: [top], box, levelMin: -0.62, window: circleOutline(middle, 400) }
}

/** Two islands that share their outer coast. */
function strait(hill: Hill, _spot: Point, random: Random): Place {
  const side = random.pick([-1, 1])
  const north: Point = [width * (0.5 - side * 0.13), height * 0.32]
  const south: Point = [width * (0.5 + side * 0.14), height * 0.7]
  const large = hill(north, 300, 330)
  const small = hill(south, 260, 270)
  return { ...openSea((x, y) => Math.max(large(x, y), small(x, y))), eyes: [north, south] }
}

/** Sinks the ground before the margin (a superellipse), so that the coast closes by itself and is never cut straight. */
function openSea(ground: Field): Omit<Place, 'eyes'> {
  const sunk: Field = (x, y) => {
    const across = Math.abs((x - width / 2) / (width / 2 - margin)) ** 3
    const down = Math.abs((y - height / 2) / (height / 2 - margin)) ** 3
    return ground(x, y) - 2.4 * smoothstep(0.7, 1.06, Math.cbrt(across + down))
  }
  const edge = margin * 0.7
  return { ground: sunk, box: [edge, edge, width - edge, height - edge], levelMin: 0.02 }
}

/** Either a ramp by height, or paper with three tinted bands. */
function chooseColours(
  random: Random,
  palette: Palette,
  { tinted, levelCount }: { tinted: boolean; levelCount: number },
) {
  const { paper, ink, key, second, soft } = palette
  const stops = random.pick([
    [soft, second, key],
    [key, second, soft],
    [paper, soft, second],
    [ink, key, soft],
  ])
  const innerLevels = Array.from({ length: levelCount - 3 }, (_, i) => i + 1)
  const bands = random.shuffle(innerLevels).slice(0, 3)
  return {
    line: stops[0] === ink && tinted ? mix(ink, paper, 0.75) : ink,
    fillOf: (level: number, t: number) => {
      if (tinted) return ramp(stops, t)
      return bands.includes(level) ? random.pick([soft, second]) : paper
    },
  }
}
