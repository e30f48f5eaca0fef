import type { copyOperations } from '@switchyard/contracts/copies'
import type { Pool } from 'pg'
import type { z } from 'zod'
import type { Copier } from './copies.ts'
import { rowDigests, type TablesOf } from './row-digests.ts'

type Operations = typeof copyOperations
type Ask<Name extends keyof Operations> = { input: z.output<Operations[Name]['input']> }

/** What {@link createCopyDesk} makes: a handler for each of the contract's operations. */
export type CopyDesk = ReturnType<typeof createCopyDesk>

/** Where a visitor of the lab has messages of an order delivered once more, and sees its rows. `tables`: the service's own. */
export const createCopyDesk = ({ copier, pool, tables }: { copier: Copier; pool: Pool; tables: TablesOf }) => ({
  copyMessages: ({ input: { orderId, copies } }: Ask<'copyMessages'>) => copier.copy(orderId, copies),
  rowsOf: ({ input: { orderId, messageIds } }: Ask<'rowsOf'>) =>
    rowDigests(pool, tables, { aggregateId: orderId, messageIds }),
})
