import { atrium } from './generators/atrium.ts'
import { bristle } from './generators/bristle.ts'
import { contour } from './generators/contour.ts'
import { current } from './generators/current.ts'
import { cutout } from './generators/cutout.ts'
import { moon } from './generators/moon.ts'
import { ridge } from './generators/ridge.ts'
import { selvedge } from './generators/selvedge.ts'
import { randomFrom } from './kit/random.ts'
import type { Rule } from './kit/sheet.ts'
import { type PaletteId, paletteById } from './palettes.ts'

/** The eight generators, by the name that a print is recorded with. */
export const rules = { contour, moon, ridge, selvedge, cutout, current, atrium, bristle } satisfies Record<string, Rule>

/** The name of a generator. */
export type GeneratorName = keyof typeof rules

/** What is enough to draw a print again, for ever. */
export interface Recipe {
  readonly generator: GeneratorName
  readonly seed: string
  readonly palette: PaletteId
}

/** Draws a print as an SVG of 1000 × 1400 units: the same recipe gives the same bytes, and the palette never moves a line. */
export function draw({ generator, seed, palette }: Recipe): string {
  return rules[generator]({ random: randomFrom(`${generator}/${seed}`), palette: paletteById(palette) })
}
