import type { BuriedMessage, OrderRange, SentMessage } from '@switchyard/contracts/facts'
import type { Pool } from 'pg'

/** What this service has sent about a run of orders, with each delivery, and what it has buried of what others sent: for the checker. */
export async function sentFacts(
  pool: Pool,
  { after, until }: OrderRange,
): Promise<{ sent: SentMessage[]; buried: BuriedMessage[] }> {
  const values = [after, until]
  const [sent, buried] = await Promise.all([
    pool.query<{ message: SentMessage }>({ name: 'messaging.sent-facts', text: sentSql, values }),
    pool.query<BuriedMessage>({ name: 'messaging.buried-facts', text: buriedSql, values }),
  ])
  return {
    sent: sent.rows.map(({ message }) => ({ ...message, at: new Date(message.at).toISOString() })),
    buried: buried.rows,
  }
}

// The ids of aggregates are text; those of orders are UUIDs in lower case, which sort alike in every language.
const within = (column: string) => `${column} > $1::text AND ($2::text IS NULL OR ${column} <= $2)`

const sentSql = `
  SELECT json_build_object(
    'id', id, 'kind', kind, 'name', name, 'orderId', aggregate_id, 'stepId', payload ->> 'stepId', 'at', created_at,
    'isRelayed', relayed_at IS NOT NULL,
    'deliveries', (SELECT coalesce(json_agg(json_build_object(
                            'queue', queue, 'isAcknowledged', acknowledged_at IS NOT NULL, 'isReplay', replays > 0)), '[]')
                     FROM deliveries WHERE message_id = outbox.id)) AS message
    FROM outbox WHERE ${within('aggregate_id')}`

// What is buried is often so malformed that nobody can tell which order it was about: that belongs to every range.
const buriedSql = `
  SELECT message_id AS "messageId", queue FROM dead_letters
   WHERE coalesce(payload ->> 'orderId', '') !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      OR (${within("payload ->> 'orderId'")})`
