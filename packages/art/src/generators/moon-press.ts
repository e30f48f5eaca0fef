/**
 * The press of the Moon prints: prints one body as a flat plate and two dot screens, all a little out of register.
 * On light paper the dots print the shade; on dark paper they print the light.
 */
import { colourDistance, lightness } from '../kit/colour.ts'
import { dotScreen, type Tone } from '../kit/dot-screen.ts'
import { clamp, smoothstep } from '../kit/interpolate.ts'
import { fractalNoise, type Noise, valueNoise } from '../kit/noise.ts'
import type { Random } from '../kit/random.ts'
import { decimals, disc, type Point, path, ring } from '../kit/svg.ts'
import type { Palette } from '../palettes.ts'

/** The compositions of Moon. */
type Composition = 'orb' | 'rise' | 'eclipse' | 'pair' | 'phases'

/** Where the light comes from, as a vector of length 1: x right, y down, z towards the viewer. */
export type Light = readonly [x: number, y: number, z: number]

/** Everything the plates of one sheet have in common. */
export interface Press {
  composition: Composition
  palette: Palette
  noise: Noise
  /** True on dark paper. */
  night: boolean
  /** Distance of two dots. */
  pitch: number
  /** By how much, and in which direction, the second screen is out of register. */
  shift: Point
  shiftLength: number
  shiftAngle: number
  /** Whether the margin box is printed in the ground's colour. */
  panel: boolean
  ground: string
  body: string
  other: string
  deep: string
  flat: string
  lightAngle: number
  light: Light
}

/** Chooses composition, dots, register, inks and light, in this order. */
export function setUpPress(random: Random, palette: Palette): Press {
  const noise = fractalNoise(valueNoise(random), { octaves: 3 })
  const composition = random.pick<Composition>(['orb', 'rise', 'eclipse', 'pair', 'phases', 'rise', 'orb', 'eclipse'])
  const pitch = random.range(12.5, 17)
  const shiftLength = random.range(9, 15)
  const shiftAngle = random.range(0, 6.28)
  const shift: Point = [Math.cos(shiftAngle) * shiftLength, Math.sin(shiftAngle) * shiftLength]
  const night = lightness(palette.paper) < 0.5
  const inks = chooseInks(random, palette, { night, panelAllowed: composition !== 'phases' })
  const lightAngle = random.range(0.3, 2.8)
  const lightZ = random.range(-0.15, 0.6)
  const light: Light = [
    Math.cos(lightAngle) * Math.sqrt(1 - lightZ * lightZ),
    -Math.sin(lightAngle) * Math.sqrt(1 - lightZ * lightZ),
    lightZ,
  ]
  return { composition, palette, noise, night, pitch, shift, shiftLength, shiftAngle, ...inks, lightAngle, light }
}

/** Colours that keep apart from each other: the ground first, then what is printed on it. */
function chooseInks(
  random: Random,
  palette: Palette,
  { night, panelAllowed }: { night: boolean; panelAllowed: boolean },
) {
  const { paper, ink, key, second, soft, accent } = palette
  const panel = random.chance(0.45) && panelAllowed
  const ground = panel ? random.pick(night ? [soft] : [soft, key, second]) : paper
  const hues = [key, second, accent].filter((colour) => colourDistance(colour, ground) > 0.14)
  const body = random.pick(hues)
  const other = random.pickOr(
    hues.filter((colour) => colour !== body),
    accent,
  )
  const quiet = [soft, accent, paper, second].filter((colour) => colourDistance(colour, ground) > 0.07)
  const flat = random.pickOr(
    quiet.filter((colour) => colour !== body && colour !== other),
    paper,
  )
  return { panel, ground, body, other, deep: night ? soft : ink, flat }
}

/** A sphere under a light as the darkness of each place, 0 to 1, or −1 outside it; `seas` is how strong its dark plains are. */
export function sphere(press: Press, centre: Point, radius: number, light = press.light, seas = 0.5): Tone {
  return (sheetX, sheetY) => {
    const x = (sheetX - centre[0]) / radius
    const y = (sheetY - centre[1]) / radius
    const squared = x * x + y * y
    if (squared > 1.04) return -1
    const lit = Math.max(0, x * light[0] + y * light[1] + Math.sqrt(Math.max(0, 1 - squared)) * light[2])
    const plain = seas * smoothstep(-0.05, 0.35, press.noise(x * 1.6 + 5, y * 1.6))
    const darkness = clamp(1 - lit + plain * 0.55 * lit)
    return press.night ? 1 - darkness : darkness
  }
}

/** One body: flat plate, its own ink at 15°, the shadow's ink at 75° out of register, and the trimmed edge. */
export function printBody(
  press: Press,
  centre: Point,
  radius: number,
  inks: { body: string; shadow: string },
  light = press.light,
) {
  const { flat, pitch, shift } = press
  const darkness = sphere(press, centre, radius, light)
  const bodyTone: Tone = (x, y) => {
    const value = darkness(x, y)
    return value < 0 ? 0 : 0.08 + 0.8 * value
  }
  const shadowTone: Tone = (x, y) => {
    const value = darkness(x, y)
    return value < 0 ? 0 : smoothstep(0.45, 1.1, value) * 0.92
  }
  return (
    disc(centre, radius, flat) +
    dotScreen(bodyTone, { ink: inks.body, angle: 15, pitch }) +
    dotScreen(shadowTone, { ink: inks.shadow, angle: 75, pitch, shift }) +
    trim(press, centre, radius)
  )
}

/** Cuts the dots to a clean edge with a ring of ground; opposite the shift the flat plate peeps out as a crescent. */
export function trim({ pitch, ground, flat, shiftLength, shiftAngle }: Press, [x, y]: Point, radius: number): string {
  const angle = shiftAngle + Math.PI
  const middleX = x + (Math.cos(angle) * shiftLength) / 2
  const middleY = y + (Math.sin(angle) * shiftLength) / 2
  // The crescent lies between two equal circles; its tips are where they cross.
  const half = Math.sqrt(radius * radius - (shiftLength * shiftLength) / 4)
  const tipX = -Math.sin(angle) * half
  const tipY = Math.cos(angle) * half
  const from = decimals([middleX - tipX, middleY - tipY])
  const to = decimals([middleX + tipX, middleY + tipY])
  const radii = decimals([radius, radius])
  const crescent = path(`M${from}A${radii} 0 1 1 ${to}A${radii} 0 0 0 ${from}z`, { fill: flat })
  return ring([x, y], radius + pitch * 1.3, ground, pitch * 2.6) + crescent
}
