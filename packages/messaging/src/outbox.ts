/**
 * TRANSACTIONAL OUTBOX: a message is a row, written by the same statement as the change it tells of. Either both are
 * committed or neither is; the relay carries the row on from there. (Chris Richardson, microservices.io.)
 *
 *     const told = outgoing(orders.events.orderCancelled, { orderId }, { id: newId(), aggregateId: orderId })
 *     await pool.query(
 *       `WITH changed AS (UPDATE orders SET status = 'cancelled' WHERE id = $1 AND status = 'pending' RETURNING id),
 *             told AS (${insertOutbox('$2', 'WHERE EXISTS (SELECT 1 FROM changed)')})
 *        SELECT id FROM changed`,
 *       [orderId, outboxRows([told])],
 *     )
 *     messaging.wake()
 */
import type { Message, Schema } from '@switchyard/contracts/contract'
import { z } from 'zod'

/** A message that is ready to be written: its payload has been checked against the contract. */
export interface Outgoing {
  readonly id: string
  readonly kind: 'event' | 'command'
  readonly name: string
  readonly aggregateId: string
  /** Of the aggregate after the change that this tells of; without one it is kept in no order. */
  readonly version: number | null
  readonly payload: unknown
  readonly traceparent: string | null
}

/**
 * Makes a message of a contract's event or command.
 * @throws {z.ZodError} when the payload is not what the contract promises: a bug of the sender, found before it is written.
 */
export function outgoing<Payload extends Schema>(
  message: Message<'event' | 'command', Payload>,
  payload: z.input<Payload>,
  { id, aggregateId, version, traceparent }: About,
): Outgoing {
  const { kind, name } = message
  const about = { id, aggregateId, version: version ?? null, traceparent: traceparent ?? null }
  return { ...about, kind, name, payload: z.parse(message.payload, payload) }
}

/** What a message is about, and which one it is. */
interface About {
  id: string
  aggregateId: string
  version?: number | undefined
  traceparent?: string | undefined
}

/** The messages as the one parameter that `insertOutbox` reads. */
export const outboxRows = (messages: readonly Outgoing[]): string => JSON.stringify(messages.map(outboxRow))

/** A message as one of those rows. */
export const outboxRow = ({ aggregateId, ...message }: Outgoing) => ({ ...message, aggregate_id: aggregateId })

/**
 * SQL that writes the rows of the parameter `rows`. `where` makes it depend on another part of the same statement. A message
 * written twice is one message.
 */
export function insertOutbox(rows: `$${number}`, where = ''): string {
  return insertOutboxFrom(`${messagesOf(rows)} ${where}`)
}

/** SQL that writes what `from` yields: tables that have the columns of a message, or {@link messagesOf} joined with others. `payload` completes it. */
export function insertOutboxFrom(from: string, payload = 'payload'): string {
  return `INSERT INTO outbox (id, kind, name, aggregate_id, version, payload, traceparent)
    SELECT id, kind, name, aggregate_id, version, ${payload}, traceparent
      FROM ${from}
    ON CONFLICT (id) DO NOTHING
    RETURNING id`
}

/** SQL of the messages in `rows` as a table, with other columns that the rows have. */
export const messagesOf = (rows: `$${number}`, others = ''): string =>
  `jsonb_to_recordset(${rows}::jsonb)
        AS message(id uuid, kind text, name text, aggregate_id text, version int, payload jsonb, traceparent text${others})`
