/**
 * Cutout: paper cut with scissors, after Matisse and Arp. Flat panels, and on each one fat, closed form.
 * A seed chooses the layout (one to six panels), the gap between them, the order of forms and, panel by panel, colours that
 * stand apart; panel corners are up to four units out of square, because a hand cut them.
 */
import { at } from '../kit/at.ts'
import { colourDistance, lightness } from '../kit/colour.ts'
import { polyline, resample, spline } from '../kit/curve.ts'
import { clamp } from '../kit/interpolate.ts'
import { type Box, type Field, isolines } from '../kit/isolines.ts'
import type { Random } from '../kit/random.ts'
import { height, margin, type Rule, sheet, width } from '../kit/sheet.ts'
import { path } from '../kit/svg.ts'
import type { Palette } from '../palettes.ts'
import { cutForm, type Form, type FormName, type Joint, type Limb, type Place } from './cutout-forms.ts'

/** Draws one collage. */
export const cutout: Rule = ({ random, palette }) => {
  const gap = random.pick([0, 0, 14, 22])
  const layout = random.pick<Layout>(['solo', 'duo', 'grid', 'grid', 'tall', 'steps'])
  const cells = cellsOf(layout, random)
  const kinds = random.shuffle<FormName>(['alga', 'palm', 'pebble', 'star', 'wave', 'moon', 'leaf', 'alga'])
  const used: string[] = []
  let drawing = ''
  cells.forEach((cell, i) => {
    const panel = panelOf(cell, gap)
    const fresh = coloursOf(palette).filter((colour) => !used.slice(-2).includes(colour))
    const ground = random.pick(fresh.filter((colour) => layout !== 'solo' || colour !== palette.paper))
    used.push(ground)
    if (ground !== palette.paper) drawing += cutPanel(panel, ground, random)
    const kind = layout === 'solo' ? random.pick<FormName>(['alga', 'palm', 'leaf', 'star']) : at(kinds, i)
    const main = pasteForm(
      kind,
      { ...panel, width: panel.width * 0.84, height: panel.height * 0.88 },
      { ground, palette, random },
    )
    drawing += main.shape
    if (layout === 'solo' || layout === 'duo') {
      drawing += companions(panel, layout, { ground, palette, random, not: main.colour })
    }
  })
  return sheet(palette, drawing)
}

type Layout = 'solo' | 'duo' | 'grid' | 'tall' | 'steps'

/** A panel as shares of the area inside the margin. */
type Cell = readonly [x: number, y: number, width: number, height: number]

function cellsOf(layout: Layout, random: Random): Cell[] {
  if (layout === 'solo') return [[0, 0, 1, 1]]
  if (layout === 'grid')
    return [0, 1, 2].flatMap((row) => [0, 1].map((column): Cell => [column / 2, row / 3, 0.5, 1 / 3]))
  if (layout === 'duo') {
    const t = random.pick([0.38, 0.62, 0.5])
    return [
      [0, 0, 1, t],
      [0, t, 1, 1 - t],
    ]
  }
  if (layout === 'tall') {
    const t = random.pick([0.5, 0.6])
    return [
      [0, 0, t, 1],
      [t, 0, 1 - t, 0.5],
      [t, 0.5, 1 - t, 0.5],
    ]
  }
  const t = random.pick([0.42, 0.55])
  return [
    [0, 0, t, 0.36],
    [t, 0, 1 - t, 0.62],
    [0, 0.36, t, 0.64],
    [t, 0.62, 1 - t, 0.38],
  ]
}

/** Where a cell lies on the sheet: its middle, and its size less the gap. */
function panelOf([x, y, cellWidth, cellHeight]: Cell, gap: number): Place {
  const innerWidth = width - 2 * margin
  const innerHeight = height - 2 * margin
  const panelWidth = cellWidth * innerWidth - gap
  const panelHeight = cellHeight * innerHeight - gap
  const left = margin + x * innerWidth + gap / 2
  const top = margin + y * innerHeight + gap / 2
  return { x: left + panelWidth / 2, y: top + panelHeight / 2, width: panelWidth, height: panelHeight }
}

function cutPanel(panel: Place, fill: string, random: Random): string {
  const jitter = () => random.range(-4, 4)
  const left = panel.x - panel.width / 2
  const top = panel.y - panel.height / 2
  const corners = [
    [left + jitter(), top + jitter()],
    [left + panel.width + jitter(), top + jitter()],
    [left + panel.width + jitter(), top + panel.height + jitter()],
    [left + jitter(), top + panel.height + jitter()],
  ] as const
  return path(polyline(corners, { closed: true }), { fill })
}

function coloursOf({ ink, key, second, soft, accent, paper }: Palette): string[] {
  return [ink, key, second, soft, accent, paper]
}

/** What a form is pasted on; `not` is the colour of the form beside it. */
interface Paste {
  ground: string
  palette: Palette
  random: Random
  not?: string
}

/** Small stones, stars and moons in the corners, kept clear of the main form. */
function companions(panel: Place, layout: 'solo' | 'duo', paste: Paste): string {
  const { random } = paste
  let shapes = ''
  for (let rest = random.int(1, layout === 'solo' ? 4 : 2); rest > 0; rest--) {
    const left = rest % 2 === 1
    const high = layout === 'solo' ? rest > 2 : left
    const inset = layout === 'solo' ? 0.13 : 0.2
    const size = random.range(0.2, 0.27) * panel.width
    const x = panel.x - panel.width / 2 + panel.width * (left ? 0.16 : 0.84)
    const y = panel.y - panel.height / 2 + panel.height * (high ? inset : 1 - inset)
    const kind = random.pick<FormName>(['pebble', 'star', 'moon'])
    shapes += pasteForm(kind, { x, y, width: size, height: size }, paste).shape
  }
  return shapes
}

/** Picks a colour that stands off its ground, in hue and in lightness, and cuts the form from it. */
function pasteForm(kind: FormName, place: Place, { ground, palette, random, not }: Paste) {
  const legible = coloursOf(palette).filter(
    (colour) => colourDistance(colour, ground) > 0.2 && Math.abs(lightness(colour) - lightness(ground)) > 0.1,
  )
  const colour = random.pick(legible.filter((candidate) => candidate !== not))
  const form = cutForm(kind, random, place)
  const size = Math.min(place.width, place.height)
  const { x, y } = place
  const box: Box = [x - place.width * 0.75, y - place.height * 0.66, x + place.width * 0.75, y + place.height * 0.66]
  const outlines = isolines(
    insideOf(form, size * 0.045),
    box,
    Math.max(6, size / 60),
  )(0)
    .filter((loop) => loop.length > 6)
    .map((loop) => spline(resample(loop, Math.max(9, size * 0.024)), { closed: true }))
  return { shape: path(outlines.join(''), { fill: colour }), colour }
}

/** How deep a place lies inside a form; its edge is where this is 0. */
function insideOf({ add, cut }: Form, blend: number): Field {
  return (x, y) => {
    const joined = add.map((limb) => distanceToLimb(x, y, limb)).reduce((a, b) => smoothMin(a, b, blend))
    return -cut.reduce((distance, limb) => Math.max(distance, -distanceToLimb(x, y, limb)), joined)
  }
}

/** The smaller of two distances, rounded where they meet, so that limbs grow out of each other (Quilez). */
function smoothMin(a: number, b: number, blend: number): number {
  const overlap = Math.max(blend - Math.abs(a - b), 0) / blend
  return Math.min(a, b) - overlap * overlap * blend * 0.25
}

function distanceToLimb(x: number, y: number, limb: Limb): number {
  let nearest = Number.POSITIVE_INFINITY
  for (let i = 1; i < limb.length; i++) {
    nearest = Math.min(nearest, distanceToCapsule(x, y, at(limb, i - 1), at(limb, i)))
  }
  return nearest
}

/** Distance to two circles joined by their tangents, measured across the line between them. */
function distanceToCapsule(
  x: number,
  y: number,
  [fromX, fromY, fromRadius]: Joint,
  [toX, toY, toRadius]: Joint,
): number {
  const px = x - fromX
  const py = y - fromY
  const dx = toX - fromX
  const dy = toY - fromY
  const t = clamp((px * dx + py * dy) / (dx * dx + dy * dy + 1e-9))
  return Math.hypot(px - dx * t, py - dy * t) - (fromRadius + (toRadius - fromRadius) * t)
}
