/**
 * INBOX: delivery is at least once, so a consumer notes what it has applied in the same statement as the effect. A
 * second copy finds its note and changes nothing, which makes the effect happen once.
 *
 *     await pool.query(
 *       `WITH fresh AS (${insertInbox('$1', '$2')})
 *        UPDATE stock SET reserved = reserved - 1 WHERE sku = $3 AND EXISTS (SELECT 1 FROM fresh)`,
 *       [received.consumer, received.id, sku],
 *     )
 */

/** What a handler is given: one message, at least once. */
export interface Received<Payload> {
  readonly id: string
  /** `service.key` of the contract's event or command. */
  readonly name: string
  readonly payload: Payload
  /** Who applies it, as the inbox notes it: the queue it came through. */
  readonly consumer: string
  readonly traceparent: string | undefined
  /** This try, from 1; at `attemptsMax` a failure makes it a dead letter. */
  readonly attempt: number
  readonly attemptsMax: number
  /** Aborts when the process stops: what is not done then is tried again elsewhere. */
  readonly signal: AbortSignal
}

/** Applies one message. It returns after its commit, or throws to be tried again later. */
export type Handler<Payload> = (received: Received<Payload>) => Promise<void>

/**
 * SQL that notes the message and returns its id the first time, and no row when it was applied before. `where` makes it
 * depend on another part of the same statement.
 */
export function insertInbox(consumer: `$${number}`, messageId: `$${number}`, where = ''): string {
  return `INSERT INTO inbox (consumer, message_id) SELECT ${consumer}::text, ${messageId}::uuid ${where}
    ON CONFLICT (consumer, message_id) DO NOTHING
    RETURNING message_id`
}

/** SQL that notes many messages, given as an array of consumers and one of ids; it returns the ids of those that are new. */
export function insertInboxAll(consumers: `$${number}`, messageIds: `$${number}`): string {
  return `INSERT INTO inbox (consumer, message_id)
    SELECT consumer, message_id FROM unnest(${consumers}::text[], ${messageIds}::uuid[]) AS received (consumer, message_id)
     ORDER BY consumer, message_id
    ON CONFLICT (consumer, message_id) DO NOTHING
    RETURNING message_id`
}
