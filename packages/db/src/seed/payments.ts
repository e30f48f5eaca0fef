import { prints } from '@switchyard/art/prints'
import type { Pool } from 'pg'
import { lastImpression, lastImpressionOrders } from './last-impression.ts'
import { seededChargeId } from './orders.ts'

/** Puts the charges of the seeded orders into the provider's ledger, long heard of by the shop. */
export async function seedPayments({ pool }: { pool: Pool }): Promise<void> {
  const variants = prints.flatMap((print) => print.variants)
  const price = variants.find(({ sku }) => sku === lastImpression.sku)?.price
  if (price === undefined) throw new Error(`the catalogue has no ${lastImpression.sku}`)
  const charges = lastImpressionOrders.map(({ orderId, at, editionNumber }) => ({
    key: `charge-${orderId}`,
    order_id: orderId,
    entry_id: seededChargeId(editionNumber),
    at,
  }))
  await pool.query(
    `WITH charge AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS c(key text, order_id uuid, entry_id text, at timestamptz)
     ), attempt AS (
       INSERT INTO attempts (idempotency_key, kind, order_id, amount, currency, token, status, tries, created_at)
       SELECT key, 'charge', order_id, $2, 'EUR', 'tok_ok', 'captured', 1, at FROM charge
       ON CONFLICT DO NOTHING
     ), notice AS (
       INSERT INTO notices (event_id, type, order_id, entry_id, sends, next_at, delivered_at)
       SELECT 'evt_' || entry_id, 'charge.captured', order_id, entry_id, 1, at, at FROM charge
       ON CONFLICT DO NOTHING
     )
     INSERT INTO entries (entry_id, kind, order_id, amount, currency, idempotency_key, at)
     SELECT entry_id, 'charge', order_id, $2, 'EUR', key, at FROM charge ORDER BY at
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(charges), price],
  )
}
