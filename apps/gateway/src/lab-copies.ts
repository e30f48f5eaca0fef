import type { CopiesDelivered, RowsOfOrder } from '@switchyard/contracts/copies'
import type { storefront } from '@switchyard/contracts/storefront'
import type { CallScope } from '@switchyard/rpc/envelope'
import type { Handler } from '@switchyard/rpc/implement'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { asOwner } from './as-owner.ts'
import type { Services } from './services.ts'

interface CopyMessagesOptions {
  services: Services
  ownScope: () => CallScope
  clock: Clock
  log: Log
}

/**
 * Has every message of a visitor's own order delivered so many times more by whichever service sent it, and holds the rows
 * of both services before against those after. Orders decides whose order it is; the rest the gateway asks on its own account.
 */
export function copyMessages({
  services,
  ownScope,
  clock,
  log,
}: CopyMessagesOptions): Handler<typeof storefront.lab.operations.copyMessages> {
  return async ({ input: { copies, ...access }, ctx }) => {
    const { messages } = await services.orders(asOwner(ctx)).trail.query(access)
    const { orderId } = access
    log.info({ audit: true, by: ctx.envelope.principal, action: 'copy messages', orderId, copies }, 'lab action')
    const scope = { ...ownScope(), deadlineAtMs: ctx.envelope.deadlineAtMs }
    const both = { orders: services.orders(scope), inventory: services.inventory(scope) }
    const answers = await both.inventory.trail.query({ orderId })
    const messageIds = [...messages, ...answers.messages].map(({ id }) => id)
    const rows = async () => ({
      orders: await both.orders.rowsOf.query({ orderId, messageIds }),
      inventory: await both.inventory.rowsOf.query({ orderId, messageIds }),
    })
    const before = await rows()
    const copied = await Promise.all(Object.values(both).map((one) => one.copyMessages.mutate({ orderId, copies })))
    const after = await rows()
    const applied = Object.values(after).flatMap((one) => one.applied)
    return {
      at: new Date(clock.now()).toISOString(),
      messages: copied.flat().map((message) => ({
        ...message,
        appliedAt:
          applied.find(({ messageId, queue }) => messageId === message.id && queue === message.queue)?.at ?? null,
      })),
      tables: [
        ...changesOf('orders', before.orders, after.orders),
        ...changesOf('inventory', before.inventory, after.inventory),
      ],
    }
  }
}

/** Rows that were there and are not, and rows that are there and were not; one that was written again is both, and counts once. */
function changesOf(service: string, before: RowsOfOrder, after: RowsOfOrder): CopiesDelivered['tables'] {
  return after.tables.map(({ table, rows }) => {
    const known = before.tables.find((one) => one.table === table)?.rows ?? []
    const fresh = rows.filter((row) => !known.includes(row)).length
    const gone = known.filter((row) => !rows.includes(row)).length
    return { service, table, rows: rows.length, changed: Math.max(fresh, gone) }
  })
}
