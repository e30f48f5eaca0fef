/**
 * Moon: suns and moons as two offset dot screens over a flat plate, deliberately printed out of register.
 * A seed chooses the composition (one orb, a rise over the sea, an eclipse, a pair, or a sheet of phases), dots 12.5 to 17
 * units apart, the direction and length of the misregistration, the inks and the light.
 */
import { colourDistance } from '../kit/colour.ts'
import { dotScreen, type Tone } from '../kit/dot-screen.ts'
import { clamp, smoothstep } from '../kit/interpolate.ts'
import type { Random } from '../kit/random.ts'
import { height, margin, type Rule, sheet, width } from '../kit/sheet.ts'
import { disc, type Point, rect, ring } from '../kit/svg.ts'
import { phases } from './moon-phases.ts'
import { type Light, type Press, printBody, setUpPress, sphere, trim } from './moon-press.ts'

/** Draws one sky. */
export const moon: Rule = ({ random, palette }) => {
  const press = setUpPress(random, palette)
  const panel = press.panel ? rect(margin, margin, width - 2 * margin, height - 2 * margin, press.ground) : ''
  const compose = { orb, rise, eclipse, pair, phases }[press.composition]
  return sheet(palette, panel + compose(press, random))
}

/** One large moon, most often with a satellite. */
function orb(press: Press, random: Random): string {
  const { palette, body, other, ground } = press
  const radius = random.range(250, 345)
  const centre: Point = [width / 2 + random.range(-40, 40), height * random.range(0.4, 0.54)]
  let drawing = printBody(press, centre, radius, { body, shadow: palette.ink })
  if (random.chance(0.7)) {
    const angle = random.pick([0.75, 2.4, 3.9, 5.5])
    const distance = radius * random.range(1.18, 1.3)
    const size = radius * random.range(0.09, 0.17)
    const edge = margin + size * 1.7
    const x = clamp(centre[0] + Math.cos(angle) * distance, edge, width - edge)
    const satellite: Point = [x, centre[1] + Math.sin(angle) * distance]
    drawing += disc(satellite, size, colourDistance(other, ground) > 0.2 ? other : palette.ink)
  }
  return drawing
}

/** A body at a horizon: a screened sky that fades downwards, a solid sea, and the light as dots on the water. */
function rise(press: Press, random: Random): string {
  const { palette, noise, night, pitch, panel, body, other, deep, light } = press
  const radius = random.range(190, 290)
  const x = width * random.pick([0.37, 0.5, 0.62])
  const horizon = height * random.range(0.54, 0.7)
  const centre: Point = [x, horizon - radius * random.range(0.1, 1.3)]
  const waveLength = random.range(16, 26)
  const sea = panel && night ? palette.second : deep
  const sky: Tone = (px, py) => {
    const nearBody = Math.hypot(px - centre[0], py - centre[1]) < radius + pitch * 2.9
    return !insidePanel(px, py) || py > horizon - 10 || nearBody ? 0 : 0.36 * smoothstep(height * 0.44, margin, py)
  }
  const glints: Tone = (px, py) => {
    if (!insidePanel(px, py) || py < horizon + 8) return 0
    const depth = (py - horizon) / (height - margin - horizon)
    const halfWidth = radius * (0.85 - 0.35 * depth) * (0.75 + 0.5 * noise(py / waveLength, 3))
    const aside = Math.abs(px - x + 40 * noise(py / waveLength, 9)) / halfWidth
    return 0.66 * (1 - 0.5 * depth) * smoothstep(1.15, 0.35, aside)
  }
  const lamp: Light = night ? [0.1, -0.8, 0.55] : [light[0] * 0.5, 0.75, 0.55]
  return (
    dotScreen(sky, { ink: panel ? deep : other, angle: 45, pitch: pitch * 1.15 }) +
    printBody(press, centre, radius, { body, shadow: night ? palette.ink : other }, lamp) +
    rect(margin, horizon, width - 2 * margin, height - margin - horizon, sea) +
    dotScreen(glints, { ink: colourDistance(body, sea) > 0.2 ? body : palette.accent, angle: 0, pitch: pitch * 0.9 })
  )
}

/** A dark disc before a corona of three to six soft rays, most often with a bead of light on its limb. */
function eclipse(press: Press, random: Random): string {
  const { palette, night, pitch, shift, ground, body, other, lightAngle } = press
  const radius = random.range(170, 250)
  const centre: Point = [width / 2 + random.range(-50, 50), height * random.range(0.4, 0.54)]
  const rays = random.int(3, 6)
  const swirl = random.range(0, 6)
  const softness = random.range(0.05, 0.3)
  const reach = (0.5 * width - margin - Math.abs(centre[0] - width / 2)) / radius - 1
  const corona =
    (length: number, strength: number): Tone =>
    (x, y) => {
      const distance = Math.hypot(x - centre[0], y - centre[1]) / radius
      if (distance < 0.9 || !insidePanel(x, y)) return 0
      const angle = Math.atan2(y - centre[1], x - centre[0])
      const ray = 1 - softness + softness * Math.sin(angle * rays + swirl) * Math.cos(angle * 2 - swirl)
      return strength * clamp(1 - (distance - 0.95) / (length * ray)) ** 1.5
    }
  let drawing =
    dotScreen(corona(reach * 1.35, 0.95), { ink: body, angle: 15, pitch }) +
    dotScreen(corona(reach * 0.75, 0.75), { ink: other, angle: 75, pitch, shift }) +
    disc(centre, radius, night ? ground : palette.ink)
  if (random.chance(0.75)) {
    const limb: Point = [centre[0] + radius * Math.cos(lightAngle), centre[1] - radius * Math.sin(lightAngle)]
    const size = radius * random.range(0.1, 0.2)
    const bead = random.pick([palette.paper, palette.accent])
    drawing += disc(limb, size, night ? palette.ink : bead)
  }
  return drawing
}

/** A large moon and, across it, a smaller one lit from the other side and left transparent. */
function pair(press: Press, random: Random): string {
  const { palette, pitch, body, flat, light } = press
  const radius = random.range(225, 260)
  const smallRadius = radius * random.range(0.55, 0.95)
  const side = random.pick([-1, 1])
  const large: Point = [width / 2 - side * 95, height * 0.39]
  const small: Point = [width / 2 + side * 120, height * 0.39 + radius * random.range(0.95, 1.25)]
  const largeDarkness = sphere(press, large, radius)
  const smallDarkness = sphere(press, small, smallRadius, [-light[0], -light[1], light[2]], 0)
  const largeTone: Tone = (x, y) => {
    const value = largeDarkness(x, y)
    return value < 0 ? 0 : 0.08 + 0.82 * value
  }
  const smallTone: Tone = (x, y) => {
    const outside = Math.hypot(x - small[0], y - small[1]) > smallRadius - pitch * 0.8
    return outside ? 0 : 0.1 + 0.85 * smallDarkness(x, y)
  }
  return (
    disc(large, radius, flat) +
    dotScreen(largeTone, { ink: body, angle: 15, pitch }) +
    trim(press, large, radius) +
    dotScreen(smallTone, { ink: palette.ink, angle: 75, pitch: pitch * 0.85 }) +
    ring(small, smallRadius, palette.ink, 3)
  )
}

/** Dots keep a little clear of the margin, because a dot is wider than its place. */
function insidePanel(x: number, y: number): boolean {
  const edge = margin + 4
  return x > edge && x < width - edge && y > edge && y < height - edge
}
