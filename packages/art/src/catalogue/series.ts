import type { GeneratorName } from '../draw.ts'
import type { PaletteId } from '../palettes.ts'

/** A collection of works as it is written down here: all by one generator and one hand. */
export interface Series {
  readonly slug: CollectionSlug
  readonly title: string
  /** What the generator does, in one line. */
  readonly rule: string
  readonly generator: GeneratorName
  readonly artist: string
  /** What a work costs unless it says otherwise. */
  readonly prices: Prices
  /** Newest first. */
  readonly works: readonly Work[]
}

/** One work of a series; it is called after its generator and seed ("Contour No. 2") unless it has a name of its own. */
export interface Work {
  readonly name?: { readonly slug: string; readonly title: string }
  readonly seed: string
  readonly palette: PaletteId
  readonly description: string
  /** How many are printed of each size, 25 to 500; then never again. */
  readonly edition: number
  /** All three unless it says otherwise. */
  readonly sizes?: readonly Size[]
  readonly prices?: Prices
  /** ISO date. */
  readonly releasedOn: string
}

/** Paper sizes, smallest first. */
export const sizes = ['a3', 'a2', 'a1'] as const

/** A paper size. */
export type Size = (typeof sizes)[number]

/** The price of each size, in minor units of EUR, tax included. */
type Prices = Readonly<Record<Size, number>>

/** The name of a collection in addresses. */
export type CollectionSlug =
  | 'contours'
  | 'moons'
  | 'ridges'
  | 'selvedges'
  | 'cutouts'
  | 'currents'
  | 'atria'
  | 'bristles'
