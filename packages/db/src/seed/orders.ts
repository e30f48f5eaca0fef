import { prints } from '@switchyard/art/prints'
import type { Pool } from 'pg'
import { type LastImpressionOrder, lastImpression, lastImpressionOrders } from './last-impression.ts'

/** The provider's entry of a seeded order's charge; its ledger is seeded with the same. */
export const seededChargeId = (editionNumber: number): string => `ch_seed_${editionNumber}`

/**
 * Writes the 24 sales of `last-impression` as whole orders: delivered, paid, numbered, with their history and saga.
 * Their messages, keys and mails are older than such things are kept. One statement; seeded again it changes nothing.
 */
export async function seedOrders({ pool }: { pool: Pool }): Promise<void> {
  const print = prints.find(({ slug }) => slug === lastImpression.slug)
  const variant = print?.variants.find(({ sku }) => sku === lastImpression.sku)
  if (!print || !variant) throw new Error(`the catalogue has no ${lastImpression.sku}`)
  const { sku, slug, size, edition } = lastImpression
  await pool.query(seedAll, [
    JSON.stringify(lastImpressionOrders.map(toRow)),
    JSON.stringify(lastImpressionOrders.flatMap(historyOf)),
    variant.price,
    JSON.stringify({ sku, slug, size, edition, title: print.title }),
  ])
  await tellReadModels(
    pool,
    lastImpressionOrders.map(({ orderId }) => orderId),
  )
}

/** The read models hear of these orders what their events told, long ago. */
async function tellReadModels(pool: Pool, orderIds: readonly string[]): Promise<void> {
  const untold = 'order_id = ANY ($1::uuid[]) ON CONFLICT DO NOTHING'
  await pool.query(`INSERT INTO order_journal SELECT *, at FROM order_journal_of_timelines WHERE ${untold}`, [orderIds])
  await pool.query(`INSERT INTO order_history SELECT * FROM order_history_told WHERE ${untold}`, [orderIds])
  await pool.query(`INSERT INTO sales SELECT * FROM sales_told WHERE ${untold}`, [orderIds])
}

const toRow = (order: LastImpressionOrder) => ({
  id: order.orderId,
  number: order.number,
  owner: `guest:seed-${order.editionNumber}`,
  contact: { name: order.name, email: order.email },
  address: { line1: order.line1, city: order.city, postalCode: order.postalCode, country: order.country },
  placed_at: order.at,
  edition_number: order.editionNumber,
  charge_id: seededChargeId(order.editionNumber),
})

/** Seconds after the order was placed, and what was told then. */
const history = [
  [0, 'pending', 'We have your order.'],
  [1, 'reserved', 'Your prints are set aside for you.'],
  [2, 'paid', 'The bank said yes.'],
  [3, 'confirmed', undefined],
  [2 * 86_400, 'shipped', 'Your prints are on their way.'],
  [6 * 86_400, 'delivered', 'Your prints have arrived.'],
] as const

const historyOf = ({ orderId, at, editionNumber }: LastImpressionOrder) =>
  history.map(
    ([afterS, status, note = `Confirmed: you have No. ${editionNumber} of ${lastImpression.edition}.`], index) => ({
      ...{ order_id: orderId, seq: index + 1, status, note },
      at: new Date(Date.parse(at) + afterS * 1_000).toISOString(),
    }),
  )

const seedAll = `
  WITH told AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS row (order_id uuid, seq int, at timestamptz, status text, note text)
  ), placed AS (
    INSERT INTO orders (id, number, owner, status, total_amount, contact, address, placed_at, status_at, version)
    SELECT id, number, owner, 'delivered', $3::int, contact, address, placed_at,
           (SELECT max(at) FROM told WHERE order_id = id), (SELECT count(*) FROM told WHERE order_id = id)
      FROM jsonb_to_recordset($1::jsonb) AS row
        (id uuid, number text, owner text, contact jsonb, address jsonb, placed_at timestamptz)
    ON CONFLICT (id) DO NOTHING
    RETURNING id
  ), fresh AS (
    SELECT row.* FROM placed JOIN jsonb_to_recordset($1::jsonb) AS row
      (id uuid, placed_at timestamptz, edition_number int, charge_id text) USING (id)
  ), lines AS (
    INSERT INTO order_lines (order_id, position, sku, slug, title, size, quantity, unit_amount, edition, numbers)
    SELECT id, 1, print.sku, print.slug, print.title, print.size, 1, $3::int, print.edition, ARRAY[edition_number]
      FROM fresh, jsonb_to_record($4::jsonb) AS print (sku text, slug text, title text, size text, edition int)
  ), entries AS (
    INSERT INTO timeline (order_id, seq, at, status, note)
    SELECT order_id, seq, at, status, note FROM told JOIN fresh ON id = order_id
  ), sagas AS (
    INSERT INTO sagas (order_id, name, state) SELECT id, 'fulfil-order', 'done' FROM fresh
  ), steps AS (
    INSERT INTO saga_steps (order_id, position, name, state, sends, started_at, ended_at)
    SELECT id, position, name, 'done', 1, placed_at + make_interval(secs => position - 1), placed_at + make_interval(secs => position)
      FROM fresh, (VALUES (1, 'reserve'), (2, 'charge'), (3, 'commit')) AS step (position, name)
  )
  INSERT INTO payments (order_id, state, amount, attempts, charge_id)
  SELECT id, 'captured', $3::int, 1, charge_id FROM fresh`
