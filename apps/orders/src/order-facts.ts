import type { OrdersFacts } from '@switchyard/checker/check'
import { OrderFacts } from '@switchyard/contracts/facts'
import { sentFacts } from '@switchyard/messaging/sent-facts'
import type { Pool } from 'pg'
import { readStatus } from './order-history.ts'

/** Small enough for one statement's time, also on a busy machine. */
const pageSize = 200

/** The orders after `after` as the checker needs them: everything that is in our books about them, and nothing personal. */
export async function orderFacts(pool: Pool, after: string): Promise<OrdersFacts> {
  const { rows } = await pool.query<{ facts: unknown }>({
    name: 'order-facts',
    text: factsSql,
    values: [after, pageSize],
  })
  const orders = rows.map(({ facts }) => OrderFacts.parse(facts))
  const isLast = rows.length < pageSize
  const until = isLast ? null : (orders.at(-1)?.orderId ?? null)
  return { orders, isLast, ...(await sentFacts(pool, { after, until })) }
}

const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const listOf = (row: string, rest: string) => `(SELECT coalesce(json_agg(json_build_object(${row})), '[]') ${rest})`

const factsSql = `
  WITH page AS MATERIALIZED (
    SELECT * FROM orders WHERE id > $1 ORDER BY id LIMIT $2
  ), keyed AS MATERIALIZED (
    SELECT result ->> 'orderId' AS order_id, principal, result FROM idempotency_keys
     WHERE operation = 'place' AND created_at >= (SELECT min(placed_at) FROM page)
       AND created_at <= (SELECT max(placed_at) + interval '1 minute' FROM page)
  )
  SELECT json_build_object(
    'orderId', o.id, 'number', o.number, 'status', o.status, 'totalAmount', o.total_amount,
    'placedAt', ${instant('o.placed_at')}, 'statusAt', ${instant('o.status_at')},
    'lines', ${listOf(
      "'sku', sku, 'quantity', quantity, 'numbers', (SELECT coalesce(json_agg(n ORDER BY n), '[]') FROM unnest(numbers) AS n)",
      'FROM order_lines WHERE order_id = o.id',
    )},
    'timeline', ${listOf("'seq', seq, 'status', status", 'FROM (SELECT * FROM timeline WHERE order_id = o.id ORDER BY seq) AS t')},
    'sagas', ${listOf(
      `'name', s.name, 'state', s.state, 'steps', ${listOf(
        "'name', name, 'state', state",
        'FROM (SELECT * FROM saga_steps WHERE order_id = s.order_id ORDER BY position) AS t',
      )}`,
      'FROM sagas s WHERE order_id = o.id',
    )},
    'payment', (SELECT json_build_object('state', state, 'amount', amount, 'chargeId', charge_id, 'refundId', refund_id)
                  FROM payments WHERE order_id = o.id),
    'read', (SELECT json_build_object('number', number, 'status', ${readStatus}, 'totalAmount', total_amount)
               FROM order_history WHERE order_id = o.id AND placed_at IS NOT NULL),
    'sales', ${listOf("'sku', sku, 'quantity', quantity, 'amount', amount", 'FROM sales WHERE order_id = o.id')},
    'mails', ${listOf("'kind', kind, 'isOwn', recipient = o.contact ->> 'email'", 'FROM mails WHERE order_id = o.id')},
    'keys', ${listOf(
      `'isOwn', principal = o.owner AND result ->> 'number' = o.number
                AND (result -> 'total' ->> 'amount')::int = o.total_amount`,
      'FROM keyed WHERE order_id = o.id::text',
    )}) AS facts
  FROM page o ORDER BY o.id`
