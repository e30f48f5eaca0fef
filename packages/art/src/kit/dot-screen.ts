import { height, width } from './sheet.ts'
import { decimal, decimals, type Point } from './svg.ts'

/** How much ink a place takes: 0 none to 1 solid. */
export type Tone = (x: number, y: number) => number

/** One ink through a screen: the colour, the turn of the lattice in degrees and the distance of its dots. */
export interface Screen {
  ink: string
  /** Two screens on one sheet want 30° or more between them, or they beat (moiré). */
  angle: number
  pitch: number
  /** By how much the plate is printed out of register. */
  shift?: Point
}

/** Dots of nine sizes: enough for a smooth tone, few enough for one path each. */
const SIZES = 9

/** The largest dot is wider than its cell, so solid ink closes up. */
const DIAMETER_MAX = 1.18

/** Below this tone a dot is left out. */
const TONE_MIN = 0.015

/**
 * Prints a tone as dots: darker is larger, all stand on one turned lattice.
 * The group turns and scales the lattice, so a dot is a step in whole numbers and a line of no length with round ends: about 7 bytes.
 */
export function dotScreen(tone: Tone, { ink, angle, pitch, shift = [0, 0] }: Screen): string {
  const paths = dotsBySize(tone, angle, pitch).map((dots, size) => dotsPath(dots, size))
  const place = `translate(${decimal(width / 2 + shift[0])} ${decimal(height / 2 + shift[1])}) rotate(${angle}) scale(${decimal(pitch)})`
  return `<g transform="${place}" fill="none" stroke="${ink}" stroke-linecap="round">${paths.join('')}</g>`
}

/** The dots of each size, as columns and rows of the lattice counted from the middle of the sheet. */
function dotsBySize(tone: Tone, angle: number, pitch: number): Point[][] {
  const radians = (angle * Math.PI) / 180
  const cos = Math.cos(radians)
  const sin = Math.sin(radians)
  const reach = Math.ceil(Math.hypot(width, height) / 2 / pitch)
  const sizes: Point[][] = Array.from({ length: SIZES }, () => [])
  for (let row = -reach; row <= reach; row++) {
    for (let column = -reach; column <= reach; column++) {
      const x = width / 2 + (column * cos - row * sin) * pitch
      const y = height / 2 + (column * sin + row * cos) * pitch
      if (x < 0 || y < 0 || x > width || y > height) continue
      const darkness = tone(x, y)
      if (darkness >= TONE_MIN) sizes[sizeOf(darkness)]?.push([column, row])
    }
  }
  return sizes
}

/** A dot covers its share of the cell: π/4 · diameter² = tone. */
function sizeOf(tone: number): number {
  const diameter = Math.min(DIAMETER_MAX, Math.sqrt((4 * tone) / Math.PI))
  return Math.min(SIZES - 1, Math.floor((diameter / DIAMETER_MAX) * SIZES))
}

function dotsPath(dots: readonly Point[], size: number): string {
  if (dots.length === 0) return ''
  let outline = ''
  let last: Point = [0, 0]
  for (const dot of dots) {
    outline += `${outline ? 'm' : 'M'}${decimals([dot[0] - last[0], dot[1] - last[1]])}h0`
    last = dot
  }
  return `<path stroke-width="${(((size + 0.7) / SIZES) * DIAMETER_MAX).toFixed(2)}" d="${outline}"/>`
}
