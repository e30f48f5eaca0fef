import { collections, prints } from '@switchyard/art/prints'
import type { Pool } from 'pg'
import { lastImpression, lastImpressionOrders } from './last-impression.ts'

/**
 * Hangs the fifty prints and fills the stock room: all of each edition is on hand, except for the 24 sold prints of
 * `last-impression`. One statement; seeded again it mends titles and prices, and leaves stock and sales as they are.
 */
export async function seedInventory({ pool }: { pool: Pool }): Promise<void> {
  const variants = prints.flatMap((print) => print.variants.map((variant) => ({ ...variant, slug: print.slug })))
  const stock = variants.map(({ sku, edition }) => ({
    sku,
    edition,
    sold: sku === lastImpression.sku ? lastImpression.sold : 0,
  }))
  await pool.query(seedAll, [
    JSON.stringify(collections),
    JSON.stringify(prints.map(({ releasedOn, ...print }) => ({ ...print, released_at: `${releasedOn}T09:00:00Z` }))),
    JSON.stringify(variants),
    JSON.stringify(stock),
    JSON.stringify(lastImpressionOrders.map(toSale)),
    lastImpression.sku,
  ])
}

const toSale = ({ orderId, at, editionNumber }: (typeof lastImpressionOrders)[number]) => ({
  order_id: orderId,
  at,
  number: editionNumber,
})

// Constraints are checked row by row, foreign keys at the end of the statement: so one statement may fill all tables.
const seedAll = `
  WITH new_collections AS (
    INSERT INTO collection (slug, title)
    SELECT slug, title FROM jsonb_to_recordset($1::jsonb) AS row (slug text, title text)
    ON CONFLICT (slug) DO UPDATE SET title = EXCLUDED.title
  ), new_prints AS (
    INSERT INTO print (slug, title, artist, description, collection, palette, year, released_at)
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS row
      (slug text, title text, artist text, description text, collection text, palette text, year integer, released_at timestamptz)
    ON CONFLICT (slug) DO UPDATE SET title = EXCLUDED.title, artist = EXCLUDED.artist, palette = EXCLUDED.palette,
      description = EXCLUDED.description, collection = EXCLUDED.collection, released_at = EXCLUDED.released_at
  ), new_variants AS (
    INSERT INTO variant (sku, slug, size, price)
    SELECT * FROM jsonb_to_recordset($3::jsonb) AS row (sku text, slug text, size text, price integer)
    ON CONFLICT (sku) DO UPDATE SET price = EXCLUDED.price
  ), new_stock AS (
    INSERT INTO stock (sku, edition, on_hand, sold)
    SELECT sku, edition, edition - sold, sold
      FROM jsonb_to_recordset($4::jsonb) AS row (sku text, edition integer, sold integer)
    ON CONFLICT (sku) DO NOTHING
    RETURNING sku, edition
  ), sales AS (
    SELECT order_id, at, number, sku
      FROM jsonb_to_recordset($5::jsonb) AS row (order_id uuid, at timestamptz, number integer)
      JOIN new_stock ON sku = $6
  ), reservations AS (
    INSERT INTO reservation (order_id, state, expires_at, changed_at)
    SELECT order_id, 'committed', at + interval '15 minutes', at FROM sales
  ), lines AS (
    INSERT INTO reservation_line (order_id, sku, quantity) SELECT order_id, sku, 1 FROM sales
  ), numbers AS (
    INSERT INTO edition_number (sku, number, order_id) SELECT sku, number, order_id FROM sales
  )
  INSERT INTO stock_movement (sku, kind, order_id, edition, on_hand, reserved, sold, at)
  SELECT sku, 'opened', NULL::uuid, edition, edition, 0, 0, released_at
    FROM new_stock JOIN jsonb_to_recordset($3::jsonb) AS of (sku text, slug text) USING (sku)
    JOIN jsonb_to_recordset($2::jsonb) AS row (slug text, released_at timestamptz) USING (slug)
  UNION ALL SELECT sku, 'reserved', order_id, 0, 0, 1, 0, at FROM sales
  UNION ALL SELECT sku, 'committed', order_id, 0, -1, -1, 1, at FROM sales`
