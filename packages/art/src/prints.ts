import { atria } from './catalogue/atria.ts'
import { bristles } from './catalogue/bristles.ts'
import { contours } from './catalogue/contours.ts'
import { currents } from './catalogue/currents.ts'
import { cutouts } from './catalogue/cutouts.ts'
import { moons } from './catalogue/moons.ts'
import { ridges } from './catalogue/ridges.ts'
import { selvedges } from './catalogue/selvedges.ts'
import { type CollectionSlug, type Series, type Size, sizes, type Work } from './catalogue/series.ts'
import type { GeneratorName, Recipe } from './draw.ts'

/** A collection, as the shop shows it. */
export interface Collection {
  readonly slug: CollectionSlug
  readonly title: string
  /** What the generator does, in one line. */
  readonly rule: string
  readonly generator: GeneratorName
  readonly artist: string
}

/** A work, with all that is needed to draw it and to sell it. */
export interface Print extends Recipe {
  /** Its name in addresses and of its stored drawing. */
  readonly slug: string
  readonly title: string
  readonly collection: CollectionSlug
  readonly artist: string
  readonly description: string
  readonly year: number
  /** ISO date; no two are the same, so "newest first" is one order. */
  readonly releasedOn: string
  /** One for each size it is sold in, smallest first. */
  readonly variants: readonly Variant[]
}

/** A print in one size: what is counted, priced and sold. */
interface Variant {
  /** Print and size: `contour-no-2-a2`. */
  readonly sku: string
  readonly size: Size
  /** How many there will ever be, 25 to 500. */
  readonly edition: number
  /** Minor units of EUR, tax included. */
  readonly price: number
}

const series: readonly Series[] = [contours, moons, ridges, selvedges, cutouts, currents, atria, bristles]

/** The eight collections, in the order the shop lists them. */
export const collections: readonly Collection[] = series.map(({ slug, title, rule, generator, artist }) => ({
  slug,
  title,
  rule,
  generator,
  artist,
}))

/** All fifty works: forty-eight numbered ones, `first-light` (one size, for the drop) and `last-impression` (an edition of 25). */
export const prints: readonly Print[] = series.flatMap((from) => from.works.map((work) => catalogued(from, work)))

function catalogued(from: Series, work: Work): Print {
  const { generator, artist } = from
  const { seed, palette, description, releasedOn, edition } = work
  const { slug, title } = work.name ?? numbered(generator, seed)
  const variants = sizes
    .filter((size) => (work.sizes ?? sizes).includes(size))
    .map((size) => ({ sku: `${slug}-${size}`, size, edition, price: (work.prices ?? from.prices)[size] }))
  const year = Number(releasedOn.slice(0, 4))
  return {
    slug,
    title,
    collection: from.slug,
    generator,
    seed,
    palette,
    artist,
    description,
    year,
    releasedOn,
    variants,
  }
}

function numbered(generator: GeneratorName, seed: string): { slug: string; title: string } {
  const noun = generator.charAt(0).toUpperCase() + generator.slice(1)
  return { slug: `${generator}-no-${seed}`, title: `${noun} No. ${seed}` }
}
