/**
 * The lab's way of delivering once more what was delivered: further copies of every message about an order, all at once
 * and in no order, and the rows about it, so that it can be seen whether any of them has changed.
 */
import { z } from 'zod'
import { mutation, query } from './contract.ts'
import { Instant, OrderId } from './values.ts'

/** So many copies of each message that its receiver has acknowledged. */
export const CopyMessages = z.strictObject({ orderId: OrderId, copies: z.int().min(1).max(4) })

/** A message on one queue with its copies: each taken so much later, or not yet. */
export const CopiedMessage = z.object({
  id: z.uuid(),
  name: z.string(),
  from: z.string(),
  queue: z.string(),
  copies: z.array(z.object({ afterMs: z.int().nullable() })),
})
export type CopiedMessage = z.infer<typeof CopiedMessage>

/** The rows of a table that are about an order: a digest each of what it holds and of the transaction that wrote it. */
export const TableRows = z.object({ table: z.string(), rows: z.array(z.string()) })
export type TableRows = z.infer<typeof TableRows>

/** What a service has in its books of an order, and which of the messages it has noted as applied. */
export const RowsOfOrder = z.object({
  tables: z.array(TableRows),
  applied: z.array(z.object({ messageId: z.uuid(), queue: z.string(), at: Instant })),
})
export type RowsOfOrder = z.infer<typeof RowsOfOrder>

/** What copies came to: how each was taken, and how many rows are not as they were. */
export const CopiesDelivered = z.object({
  at: Instant,
  messages: z.array(CopiedMessage.extend({ appliedAt: Instant.nullable() })),
  tables: z.array(z.object({ service: z.string(), table: z.string(), rows: z.int(), changed: z.int() })),
})
export type CopiesDelivered = z.infer<typeof CopiesDelivered>

const lab = { callers: ['service'], failures: ['not_found'] } as const

/** What a service offers over the messages that it has sent; where the lab is closed, none of it is there. */
export const copyOperations = {
  copyMessages: mutation(CopyMessages, z.array(CopiedMessage), { ...lab, idempotency: 'never', deadlineMs: 10_000 }),
  rowsOf: query(z.strictObject({ orderId: OrderId, messageIds: z.array(z.uuid()).max(200) }), RowsOfOrder, lab),
}
