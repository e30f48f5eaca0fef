import { Failure } from '@switchyard/rpc/failure'
import { z } from 'zod'

/** Where the next page of orders begins, as text that callers only pass back; `null` after the last. */
export const nextCursor = (lastOrderId: string | undefined): string | null =>
  lastOrderId === undefined ? null : Buffer.from(lastOrderId).toString('base64url')

/** The order that a page begins after. Failure `invalid_input` for a cursor that is not ours. */
export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const orderId = z.uuid().safeParse(Buffer.from(cursor, 'base64url').toString())
  if (orderId.success) return orderId.data
  throw new Failure('invalid_input', {
    detail: 'cursor: pass a nextCursor back as it came, or leave it out for the first page.',
  })
}
