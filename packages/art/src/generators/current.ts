/**
 * Current: bands of flat colour, after Riley, that swell, lean and part around one to three still bodies.
 * Every band edge is a streamline: it is pushed aside by each body, then carried by a wave that dies down near them.
 * A seed chooses the direction of the flow, the bodies, 18 to 46 bands with their swell, the wave, and one of six colour orders.
 */
import { at } from '../kit/at.ts'
import { spline } from '../kit/curve.ts'
import { lerp, smoothstep } from '../kit/interpolate.ts'
import { type Noise, valueNoise } from '../kit/noise.ts'
import type { Random } from '../kit/random.ts'
import { height, margin, mat, panelOutline, type Rule, sheet, width } from '../kit/sheet.ts'
import { disc, type Point, path } from '../kit/svg.ts'
import type { Palette } from '../palettes.ts'

/** Pieces of a streamline from margin to margin. */
const STEPS = 30

/** An edge this close to a body is the one that it splits. */
const TOUCH = 0.01

/** Draws one stream. */
export const current: Rule = ({ random, palette }) => {
  const upright = random.chance(0.4)
  const noise = valueNoise(random)
  const frame: Frame = upright ? { along: height, across: width } : { along: width, across: height }
  const bodies = chooseBodies(random, frame)
  const stream = chooseStream(random)
  const edges = bandEdges(stream, noise, frame)
  for (const body of bodies) body.across = nearestEdge(edges, body.across)
  const colours = chooseColours(random, palette, { edges, bodies, stream })
  const toSheet = (along: number, across: number): Point => (upright ? [across, along] : [along, across])
  const streamline = (start: number) =>
    Array.from({ length: STEPS + 1 }, (_, i) => {
      const along = lerp(margin, frame.along - margin, i / STEPS)
      return toSheet(along, flow(along, start, { stream, bodies, frame }))
    })
  let drawing = ''
  for (let band = 0; band < stream.count; band++) {
    const fill = colours(band)
    if (fill === palette.paper) continue
    const upper = streamline(beside(at(edges, band), TOUCH, bodies))
    const lower = streamline(beside(at(edges, band + 1), -TOUCH, bodies)).reverse()
    drawing += path(`${spline(upper, { closed: false })}${spline(lower, { closed: false }).replace('M', 'L')}z`, {
      fill,
    })
  }
  bodies.forEach((body, i) => {
    const centre = toSheet(body.along, body.across)
    const fill = at([palette.accent, palette.ink, palette.key], i)
    drawing += disc(centre, body.radius * 1.06, palette.paper) + disc(centre, body.radius * 0.9, fill)
  })
  return sheet(palette, drawing + mat(panelOutline(), palette.paper))
}

/** The sheet as the stream sees it: its length along the flow and its breadth across. */
interface Frame {
  along: number
  across: number
}

interface Body {
  along: number
  across: number
  radius: number
}

interface Stream {
  wave: number
  waves: number
  lean: number
  phase: number
  count: number
  swell: number
  swells: number
  reach: number
}

/** One body near the optical centre, or up to three on a diagonal or zigzag, the first one the largest. */
function chooseBodies(random: Random, frame: Frame): Body[] {
  const count = random.pick([1, 1, 1, 2, 2, 3])
  const sizes = at(
    [
      [120, 190],
      [85, 125],
      [60, 90],
    ] as const,
    count - 1,
  )
  const largest = random.range(sizes[0], sizes[1])
  const flipped = random.pick([0, 1]) === 1
  return Array.from({ length: count }, (_, i) => {
    if (count === 1) {
      const along = frame.along * random.pick([0.38, 0.5, 0.62])
      return { along, across: frame.across * random.range(0.38, 0.6), radius: largest }
    }
    const place = count === 3 ? at([0.2, 1, 0], i) : i
    const order = flipped ? count - 1 - i : place
    const along = frame.along * (lerp(0.3, 0.7, order / (count - 1)) + random.range(-0.03, 0.03))
    const across = frame.across * lerp(0.28, 0.72, i / (count - 1))
    return { along, across, radius: largest * (i ? random.range(0.6, 0.95) : 1) }
  })
}

function chooseStream(random: Random): Stream {
  return {
    wave: random.pick([0, 25, 45, 70]),
    waves: random.range(0.7, 1.5),
    lean: random.range(-2.2, 2.2),
    phase: random.range(0, 6.28),
    count: random.pick([18, 24, 30, 38, 46]),
    swell: random.range(0.2, 0.75),
    swells: random.range(1, 2.4),
    reach: random.range(1.1, 1.9),
  }
}

/** Where the streamline that starts at `start` stands at a place along the flow. */
function flow(
  along: number,
  start: number,
  { stream, bodies, frame }: { stream: Stream; bodies: readonly Body[]; frame: Frame },
) {
  const { wave, waves, lean, phase, reach } = stream
  const depth = (start - margin) / (frame.across - 2 * margin)
  let across = start
  let calm = smoothstep(0, 0.12, depth) * smoothstep(1, 0.88, depth)
  // First all bodies push the line aside, then comes the wave: the other way round the bands would tear.
  for (const body of bodies) {
    const nearness = (along - body.along) / (body.radius * reach)
    const push = (body.radius * 1.1) / (1 + nearness * nearness * (1 + 0.35 * nearness * nearness))
    const offset = across - body.across
    const limit = frame.across * 0.33
    const fade = smoothstep(limit, limit * 0.15, Math.abs(offset) - body.radius)
    const pushed = lerp(Math.abs(offset), Math.sqrt(offset * offset + push * push), fade)
    across = body.across + (offset < 0 ? -1 : 1) * pushed
  }
  for (const body of bodies) {
    calm *= smoothstep(0.9, 3.4, Math.hypot(along - body.along, across - body.across) / body.radius)
  }
  const angle = (along / frame.along) * 6.283 * waves + phase + (across / frame.across) * lean
  return across + wave * calm * Math.sin(angle)
}

/** The edges of all bands across the flow: wider and narrower in turn, so that fast bands lie beside slow ones. */
function bandEdges({ count, swell, swells, phase }: Stream, noise: Noise, frame: Frame): number[] {
  const cuts = [0]
  for (let band = 0; band < count; band++) {
    const swelling = swell * Math.sin((band / count) * 6.283 * swells + phase)
    cuts.push(at(cuts, band) + 1 + swelling + 0.12 * noise(band * 0.9, 2))
  }
  const total = at(cuts, count)
  return cuts.map((cut) => margin + (frame.across - 2 * margin) * (cut / total))
}

/** Each body sits on an edge, so that one line splits cleanly around it. */
function nearestEdge(edges: readonly number[], across: number): number {
  return edges.reduce((best, edge) => (Math.abs(edge - across) < Math.abs(best - across) ? edge : best))
}

/** Starts a band a touch beside an edge that a body splits, so that it passes on its own side. */
function beside(edge: number, touch: number, bodies: readonly Body[]): number {
  return bodies.some((body) => Math.abs(body.across - edge) < TOUCH) ? edge + touch : edge
}

interface Bands {
  edges: readonly number[]
  bodies: readonly Body[]
  stream: Stream
}

/** The colour of each band; paper where none is painted, which may be all of one side of a single body. */
function chooseColours(random: Random, palette: Palette, { edges, bodies, stream }: Bands): (band: number) => string {
  const { paper, ink, key, second, soft, accent } = palette
  const cycle = random.pick([
    [ink, paper],
    [key, paper, second, paper],
    [ink, soft, key, soft],
    [key, soft, ink, paper, second, soft],
    [second, paper, ink, paper],
    [key, second, soft, ink],
  ])
  const restSide = bodies.length === 1 && random.chance(0.4) ? random.pick([-1, 1]) : 0
  const shore = edges.indexOf(at(bodies, 0).across)
  const turn = random.pick([0, 0, 1])
  const hot = random.int(4, stream.count - 5)
  return (band) => {
    if (restSide && (band + 0.5 - shore) * restSide > (stream.swell > 0.5 ? 2 : 0)) return paper
    if (band === hot) return accent
    const turned = turn && band / stream.count > 0.5 ? 1 : 0
    return at(cycle, (band + turned) % cycle.length)
  }
}
