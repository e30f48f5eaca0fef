import type { Pool } from 'pg'

/** What a scenario sells: enough of one print, ten of another, one of a third. */
const wares = [
  { sku: 'plenty-a2', slug: 'plenty', edition: 500, price: 12_000 },
  { sku: 'second-a2', slug: 'second', edition: 500, price: 9_000 },
  { sku: 'few-a2', slug: 'few', edition: 10, price: 30_000 },
  { sku: 'last-a2', slug: 'last', edition: 1, price: 90_000 },
]

/** Hangs them, all on hand. */
export async function hangPrints(pool: Pool): Promise<void> {
  await pool.query(
    `WITH ware AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS row (sku text, slug text, edition integer, price integer)
     ), collections AS (
       INSERT INTO collection (slug, title) VALUES ('verified', 'Verified')
     ), prints AS (
       INSERT INTO print (slug, title, artist, description, collection, palette, year, released_at)
       SELECT slug, slug, 'Nobody', '', 'verified', 'ink', 2026, now() FROM ware
     ), variants AS (
       INSERT INTO variant (sku, slug, size, price) SELECT sku, slug, 'a2', price FROM ware
     ), piles AS (
       INSERT INTO stock (sku, edition, on_hand) SELECT sku, edition, edition FROM ware
     )
     INSERT INTO stock_movement (sku, kind, edition, on_hand, at) SELECT sku, 'opened', edition, edition, now() FROM ware`,
    [JSON.stringify(wares)],
  )
}
