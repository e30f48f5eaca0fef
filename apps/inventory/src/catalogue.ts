/**
 * The catalogue as it is asked for: a page of prints with its facets, one print, and what SKUs cost. Each question is
 * one statement, so that its numbers belong together.
 */
import type { Catalogue, CatalogueQuery, Print, PrintCard, QuotedItem } from '@switchyard/contracts/inventory'
import type { Size } from '@switchyard/contracts/values'
import { Failure } from '@switchyard/rpc/failure'
import type { Pool } from 'pg'
import type { z } from 'zod'
import { type Position, readCursor, sortKeys, writeCursor } from './catalogue-cursor.ts'
import { prefixQuery } from './search-words.ts'

/** One page of the prints that match, and all that the filters could still be set to. Throws `invalid_input` for a cursor of another sort. */
export async function listPrints(pool: Pool, query: z.output<typeof CatalogueQuery>): Promise<Catalogue> {
  const { sort, limit } = query
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, sort)
  const { rows } = await pool.query<Listing>(listing(sort), [
    prefixQuery(query.search) ?? null,
    query.collection ?? null,
    query.palette ?? null,
    query.size ?? null,
    query.minPrice ?? null,
    query.maxPrice ?? null,
    query.inStock ?? false,
    after?.key ?? null,
    after?.slug ?? null,
    limit + 1,
  ])
  const found = rows[0]
  if (!found) throw new Error('the listing gave no row')
  const { total, collection, palette, size } = found
  const items = found.items.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(toCard),
    facets: { collection, palette, size },
    total,
    nextCursor: last && found.items.length > limit ? writeCursor(sort, last) : null,
  }
}

/** A print with its variants and up to four that hang near it: same collection first, then same palette. Throws `not_found`. */
export async function printBySlug(pool: Pool, slug: string): Promise<Print> {
  const [print] = await printsBySlugs(pool, [slug])
  if (!print) throw new Failure('not_found', { detail: `There is no print "${slug}".` })
  return print
}

/** The prints of these names, each as {@link printBySlug} tells it; those that do not exist are left out. */
export async function printsBySlugs(pool: Pool, slugs: readonly string[]): Promise<Print[]> {
  const { rows } = await pool.query<PrintRow>(
    `SELECT print.*, (
       SELECT jsonb_agg(jsonb_build_object('sku', sku, 'size', size, 'price', price, 'edition', edition) ORDER BY size DESC)
         FROM variant JOIN stock USING (sku) WHERE variant.slug = print.slug) AS variants, (
       SELECT coalesce(jsonb_agg(near ORDER BY near.collection <> print.collection, near.released_at DESC, near.slug), '[]')
         FROM (SELECT * FROM (${cards} GROUP BY print.slug) AS card
                WHERE card.slug <> print.slug AND (card.collection = print.collection OR card.palette = print.palette)
                ORDER BY card.collection <> print.collection, card.released_at DESC, card.slug LIMIT 4) AS near) AS related
     FROM print WHERE print.slug = ANY ($1)`,
    [slugs],
  )
  return rows.flatMap((row) => (row.variants ? [toPrint(row, row.variants)] : []))
}

function toPrint(row: PrintRow, variants: NonNullable<PrintRow['variants']>): Print {
  const { slug, title, artist, description, collection, palette, year, released_at, related } = row
  return {
    ...{ slug, title, artist, description, collection, palette, year, releasedAt: released_at.toISOString() },
    variants: variants.map((variant) => ({ ...variant, price: euros(variant.price) })),
    related: related.map(toCard),
  }
}

/** What the SKUs are and cost now; those that do not exist are left out. */
export async function quote(pool: Pool, skus: readonly string[]): Promise<QuotedItem[]> {
  const { rows } = await pool.query<Omit<QuotedItem, 'unitPrice'> & { price: number }>(
    `SELECT sku, slug, title, size, edition, price, on_hand - reserved AS available
       FROM variant JOIN stock USING (sku) JOIN print USING (slug) WHERE sku = ANY ($1) ORDER BY sku`,
    [skus],
  )
  return rows.map(({ price, ...item }) => ({ ...item, unitPrice: euros(price) }))
}

interface CardRow extends Position, Omit<PrintCard, 'price'> {
  sizes: Size[]
}

interface Listing {
  items: CardRow[]
  total: number
  collection: { value: string; count: number }[]
  palette: { value: string; count: number }[]
  size: { value: string; count: number }[]
}

interface PrintRow extends Omit<Print, 'variants' | 'related' | 'releasedAt'> {
  released_at: Date
  variants: { sku: string; size: Size; price: number; edition: number }[] | null
  related: CardRow[]
}

/** Prints as the wall shows them; wants a `GROUP BY print.slug`. */
const cards = `
  SELECT print.slug, title, artist, collection, palette, released_at, sort_title, min(price) AS price,
         array_agg(size ORDER BY size DESC) AS sizes, sum(edition)::integer AS edition,
         sum(on_hand - reserved)::integer AS available
    FROM print JOIN variant USING (slug) JOIN stock USING (sku)`

/** How many of the prints left by every filter but the facet's own have each value that exists anywhere. */
const facet = (name: string, values: string, isOne: string, otherFilters: string, order = '') => `(
  SELECT coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', count) ORDER BY value ${order}), '[]')
    FROM (SELECT value, count(found.slug)::integer AS count FROM (${values}) AS existing (value)
            LEFT JOIN found ON ${isOne} AND ${otherFilters} GROUP BY value) AS counted) AS ${name}`

const listing = (sort: keyof typeof sortKeys) => {
  const { column, type, order } = sortKeys[sort]
  const beyond = order === 'DESC' ? '<' : '>'
  return `
    WITH found AS MATERIALIZED (
      SELECT *, coalesce(collection = $2::text, true) AS of_collection, coalesce(palette = $3::text, true) AS of_palette,
                coalesce($4::text = ANY (sizes), true) AS of_size
        FROM (${cards}
               WHERE $1::text IS NULL OR words @@ (to_tsquery('simple', $1) || to_tsquery('english', $1))
               GROUP BY print.slug) AS card
       WHERE price >= coalesce($5::bigint, 0) AND price <= coalesce($6::bigint, price) AND (NOT $7::boolean OR available > 0)
    ), matching AS (
      SELECT * FROM found WHERE of_collection AND of_palette AND of_size
    ), page AS (
      SELECT * FROM matching
       WHERE $9::text IS NULL OR ${column} ${beyond} $8::${type} OR (${column} = $8::${type} AND slug > $9)
       ORDER BY ${column} ${order}, slug LIMIT $10
    )
    SELECT (SELECT coalesce(jsonb_agg(page ORDER BY ${column} ${order}, slug), '[]') FROM page) AS items,
           (SELECT count(*)::integer FROM matching) AS total,
           ${facet('collection', 'SELECT DISTINCT collection FROM print', 'value = collection', 'of_palette AND of_size')},
           ${facet('palette', 'SELECT DISTINCT palette FROM print', 'value = palette', 'of_collection AND of_size')},
           ${facet('size', 'SELECT DISTINCT size FROM variant', 'value = ANY (sizes)', 'of_collection AND of_palette', 'DESC')}`
}

const euros = (amount: number) => ({ amount, currency: 'EUR' as const })

const toCard = ({
  slug,
  title,
  artist,
  collection,
  palette,
  price,
  sizes,
  edition,
  available,
}: CardRow): PrintCard => ({
  ...{ slug, title, artist, collection, palette, sizes, edition, available },
  price: euros(price),
})
