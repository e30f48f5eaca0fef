import { at } from './at.ts'
import { clamp, lerp } from './interpolate.ts'

/** A colour as the eye orders it: L lightness 0..1, a green to red, b blue to yellow (Ottosson, OKLab, 2020). */
type Oklab = readonly [L: number, a: number, b: number]

/** Mixes two hex colours in OKLab, because mixing complementary colours in sRGB gives mud. */
export function mix(from: string, to: string, t: number): string {
  const [L0, a0, b0] = oklab(from)
  const [L1, a1, b1] = oklab(to)
  return hex([lerp(L0, L1, t), lerp(a0, a1, t), lerp(b0, b1, t)])
}

/** The colour at `t` (0..1) on an even ramp through two or more hex colours, mixed in OKLab. */
export function ramp(stops: readonly string[], t: number): string {
  const place = clamp(t) * (stops.length - 1)
  const index = Math.min(stops.length - 2, Math.floor(place))
  return mix(at(stops, index), at(stops, index + 1), place - index)
}

/** How light a hex colour looks, 0 black to 1 white; a paper below 0.5 is a dark one and swaps light for shade. */
export function lightness(colour: string): number {
  return oklab(colour)[0]
}

/** How different two hex colours look (distance in OKLab): neighbouring flats want 0.13, a figure on its ground 0.2. */
export function colourDistance(one: string, other: string): number {
  const [L0, a0, b0] = oklab(one)
  const [L1, a1, b1] = oklab(other)
  return Math.hypot(L0 - L1, a0 - a1, b0 - b1)
}

/** Turns a hex colour (`#rrggbb`) into OKLab. */
export function oklab(colour: string): Oklab {
  const red = toLinear(Number.parseInt(colour.slice(1, 3), 16) / 255)
  const green = toLinear(Number.parseInt(colour.slice(3, 5), 16) / 255)
  const blue = toLinear(Number.parseInt(colour.slice(5, 7), 16) / 255)
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function hex([L, a, b]: Oklab): string {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  return `#${channels.map(hexByte).join('')}`
}

function hexByte(linear: number): string {
  return Math.round(255 * clamp(toGamma(clamp(linear))))
    .toString(16)
    .padStart(2, '0')
}

function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function toGamma(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055
}
