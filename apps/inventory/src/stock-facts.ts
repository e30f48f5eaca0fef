import { type OrderRange, type PileFacts, ReservationFacts, type StockroomFacts } from '@switchyard/contracts/facts'
import { sentFacts } from '@switchyard/messaging/sent-facts'
import type { Pool } from 'pg'

/** What the stock room has in its books for a run of orders: for the checker. */
export async function stockroomFacts(pool: Pool, range: OrderRange): Promise<StockroomFacts> {
  const { rows } = await pool.query<{ facts: unknown }>({
    name: 'reservation-facts',
    text: reservationsSql,
    values: [range.after, range.until],
  })
  return { reservations: rows.map(({ facts }) => ReservationFacts.parse(facts)), ...(await sentFacts(pool, range)) }
}

/** Every pile with what it must follow from, by one statement: of one moment. */
export async function pileFacts(pool: Pool): Promise<PileFacts[]> {
  const { rows } = await pool.query<PileFacts>({ name: 'pile-facts', text: pilesSql })
  return rows
}

const reservationsSql = `
  SELECT json_build_object('orderId', order_id, 'state', state,
    'expiresAt', to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'lines', (SELECT coalesce(json_agg(json_build_object('sku', sku, 'quantity', quantity, 'numbers',
                (SELECT coalesce(json_agg(number ORDER BY number), '[]') FROM edition_number AS given
                  WHERE given.order_id = line.order_id AND given.sku = line.sku))), '[]')
                FROM reservation_line AS line WHERE line.order_id = reservation.order_id)) AS facts
    FROM reservation WHERE order_id > $1 AND ($2::uuid IS NULL OR order_id <= $2)`

const pilesSql = `
  WITH moved AS (
    SELECT sku, sum(edition)::integer AS edition, sum(on_hand)::integer AS "onHand", sum(reserved)::integer AS reserved,
           sum(sold)::integer AS sold
      FROM stock_movement GROUP BY sku
  ), promised AS (
    SELECT sku, coalesce(sum(quantity) FILTER (WHERE state = 'held'), 0)::integer AS held,
           coalesce(sum(quantity) FILTER (WHERE state = 'committed'), 0)::integer AS committed
      FROM reservation_line JOIN reservation USING (order_id) GROUP BY sku
  ), numbered AS (
    SELECT sku, count(*)::integer AS numbered FROM edition_number GROUP BY sku
  )
  SELECT sku, edition, on_hand AS "onHand", reserved, sold,
         coalesce((SELECT to_jsonb(moved) - 'sku' FROM moved WHERE moved.sku = stock.sku),
                  '{"edition": 0, "onHand": 0, "reserved": 0, "sold": 0}') AS moved,
         coalesce(held, 0) AS held, coalesce(committed, 0) AS committed, coalesce(numbered, 0) AS numbered
    FROM stock LEFT JOIN promised USING (sku) LEFT JOIN numbered USING (sku)
   ORDER BY sku`
