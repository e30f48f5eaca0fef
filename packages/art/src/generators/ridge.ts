/**
 * Ridge: mountains drawn back to front, each line filled so that it hides those behind, and distance told by colour.
 * A seed chooses the style (plotted lines, layered paper, night or a round window), 26 to 52 layers, one to three unequal peaks,
 * how sharp the rock is, and a sun that the ridge touches.
 */
import { lightness, mix, ramp } from '../kit/colour.ts'
import { polyline, spline } from '../kit/curve.ts'
import { smoothstep } from '../kit/interpolate.ts'
import { fractalNoise, type Noise, valueNoise } from '../kit/noise.ts'
import type { Random } from '../kit/random.ts'
import { height, mat, panelOutline, type Rule, sheet, width } from '../kit/sheet.ts'
import { circleOutline, decimal, disc, type Point, path, rect } from '../kit/svg.ts'
import type { Palette } from '../palettes.ts'

/** The ridges keep a little more paper around them than the rest. */
const BORDER = 100

type Style = 'line' | 'wood' | 'night' | 'round'

/** Draws one range. */
export const ridge: Rule = ({ random, palette }) => {
  const noise = fractalNoise(valueNoise(random), { octaves: 4, gain: 0.52 })
  const style = random.pick<Style>(['line', 'line', 'wood', 'night', 'round'])
  const range = chooseRange(random, style, noise)
  const sun = chooseSun(random, style, range)
  const stops = random.pick(distances(palette, style))
  const sunColour = random.pick([palette.accent, palette.accent, palette.key])
  const hot = random.int(0, range.count - 1)
  let drawing = backdrop(palette, style) + disc(sun.centre, sun.radius, sunColour)
  for (let layer = 0; layer < range.count; layer++) {
    const outline = skyline(range, style, layer)
    const nearness = layer / (range.count - 1)
    drawing +=
      style === 'line'
        ? plottedLine(outline, nearness, layer === hot ? palette.accent : ramp(stops, 0.35 + 0.65 * nearness), palette)
        : cutLayer(outline, layer, ramp(stops, nearness), palette)
  }
  if (style === 'line') return sheet(palette, drawing)
  const porthole = circleOutline([width / 2, height * 0.5], width / 2 - BORDER)
  return sheet(palette, drawing + mat(style === 'round' ? porthole : panelOutline(BORDER), palette.paper))
}

/** A mountain: where it stands across (x) and back to front (z), how wide it is and how high against the first. */
interface Peak {
  x: number
  spread: number
  share: number
  z: number
}

interface Range {
  noise: Noise
  count: number
  top: number
  base: number
  amplitude: number
  peaks: readonly Peak[]
  jaggedness: number
  foldFrequency: number
}

function chooseRange(random: Random, style: Style, noise: Noise): Range {
  const count = style === 'line' ? random.int(34, 52) : random.int(26, 38)
  const top = height * (style === 'round' ? random.range(0.42, 0.5) : random.range(0.36, 0.56))
  const base = height - BORDER - (style === 'line' ? random.range(40, 120) : 0)
  // The peaks stay below the upper margin.
  const amplitude = Math.min(random.range(200, 330), (top - BORDER) * 0.62)
  const peaks = Array.from({ length: random.int(1, 3) }, (_, i) => ({
    x: random.range(0.25, 0.75),
    spread: random.range(0.1, 0.2),
    share: i ? random.range(0.4, 0.8) : 1,
    z: random.range(0, 0.55),
  }))
  const jaggedness = random.range(4, 7)
  const foldFrequency = random.range(2.2, 4)
  return { noise, count, top, base, amplitude, peaks, jaggedness, foldFrequency }
}

/** The sun stands partly behind the ridge, below the panel's edge. */
function chooseSun(random: Random, style: Style, { top, amplitude }: Range): { centre: Point; radius: number } {
  const round = style === 'round'
  const x = width * random.pick(round ? [0.42, 0.56] : [0.32, 0.5, 0.66])
  const radius = round ? random.range(60, 110) : random.range(80, 200)
  const ceiling = round ? height * 0.5 - width / 2 + BORDER * 1.9 : BORDER
  const y = Math.max(ceiling + radius + 40, top - amplitude * random.range(0.3, 1))
  return { centre: [x, y], radius }
}

/** Ramps from the farthest layer, which is nearly air, to the nearest. */
function distances({ paper, soft, second, key, ink, accent }: Palette, style: Style): string[][] {
  const air = style === 'night' ? mix(soft, second, 0.6) : mix(paper, second, 0.55)
  return [
    [air, second, key, ink],
    [air, key, ink],
    [mix(paper, accent, 0.35), key, ink],
  ]
}

function backdrop({ paper, soft }: Palette, style: Style): string {
  if (style === 'line') return ''
  const sky = style === 'night' ? soft : mix(paper, soft, 0.75)
  return rect(BORDER, BORDER, width - 2 * BORDER, height - 2 * BORDER, sky)
}

/** The upper edge of one layer, from left to right. */
function skyline(range: Range, style: Style, layer: number): Point[] {
  const { noise, count, top, base, amplitude, jaggedness, foldFrequency } = range
  const line = style === 'line'
  const z = layer / (count - 1)
  const foot = top + (base - top) * z ** (line ? 1 : 1.25)
  const columns = Math.round((width - 2 * BORDER) / (line ? 11 : 13))
  return Array.from({ length: columns + 1 }, (_, column) => {
    const t = column / columns
    const envelope = envelopeAt(range.peaks, t, z)
    // Plotted lines run out flat at both ends; layers are cut by the mat.
    const edge = line ? smoothstep(0, 0.16, t) * smoothstep(1, 0.84, t) : 1
    const rise = line ? envelope * edge : envelope * 0.85 + 0.1
    const fold = 1 - Math.abs(noise(t * foldFrequency + 3, z * 2.6))
    const jag = 0.5 + 0.5 * noise(t * jaggedness * (line ? 1.7 : 3) + layer * 0.21, layer * 0.5 + 50)
    const lift = amplitude * rise * (0.62 * fold * fold + 0.38 * jag * (0.4 + envelope))
    return [BORDER + (width - 2 * BORDER) * t, foot - lift]
  })
}

/** How high the mountains may be at a place: the sum of all peaks, each leaning a little with depth. */
function envelopeAt(peaks: readonly Peak[], t: number, z: number): number {
  return peaks.reduce((sum, peak) => {
    const across = Math.exp(-(((t - peak.x - (z - 0.4) * 0.12) / peak.spread) ** 2) / 2)
    const away = Math.exp(-(((z - peak.z) / 0.36) ** 2))
    return sum + peak.share * across * away
  }, 0.05)
}

function plottedLine(outline: readonly Point[], nearness: number, stroke: string, { paper }: Palette): string {
  const strokeWidth = 1.8 + 2.4 * nearness
  return path(spline(outline, { closed: false }), { fill: paper, stroke, strokeWidth, strokeLinejoin: 'round' })
}

/** A layer of coloured paper; every third has a stronger edge. */
function cutLayer(outline: readonly Point[], layer: number, fill: string, { paper, ink }: Palette): string {
  const body = `${polyline(outline, { closed: false })}V${decimal(height - BORDER)}H${decimal(BORDER)}z`
  const strong = layer % 3 === 0
  const stroke = strong ? mix(fill, lightness(paper) < 0.5 ? ink : paper, 0.7) : mix(fill, paper, 0.32)
  return path(body, { fill, stroke, strokeWidth: strong ? 2 : 1.3, strokeLinejoin: 'round' })
}
