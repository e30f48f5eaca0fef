import { openDatabase } from '@switchyard/db/connect'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import type { Payments } from '@switchyard/orders/payments'
import { httpPayments } from '@switchyard/orders/payments-http'
import { createLedger, type LedgerEntry } from '@switchyard/payments/ledger'
import { createProvider } from '@switchyard/payments/provider'
import { createServer } from '@switchyard/payments/server'
import type { Clock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import type { FastifyInstance } from 'fastify'
import { v7 } from 'uuid'

/** What the bank would tell by webhook. */
export interface Notice {
  readonly eventId: string
  readonly type: 'charge.captured' | 'charge.declined' | 'refund.captured'
  readonly orderId: string
  readonly entryId: string
}

/** The payment provider as it really is: its own database, plain HTTP. */
export interface Bank extends AsyncDisposable {
  readonly payments: Payments
  /** What really moved for an order, oldest first. */
  entriesOf(orderId: string): Promise<LedgerEntry[]>
  noticesOf(orderId: string): Promise<Notice[]>
  /** All that moved. */
  entries(): Promise<LedgerEntry[]>
  /** Nobody answers at its address any more. */
  close(): Promise<void>
  reopen(): Promise<void>
}

/** How long a caller waits for the bank, in real time. */
const deadlineMs = 1_000

/** Opens the bank on a free port. */
export async function openBank({ adminUrl, clock }: { adminUrl: string | undefined; clock: Clock }): Promise<Bank> {
  const scratch = await createScratchDatabase({ owner: 'payments', adminUrl })
  const { pool, close } = openDatabase({ url: scratch.url, max: 8, statementTimeoutMs: 20_000, connectMs: 20_000 })
  const ledger = createLedger(pool)
  const provider = createProvider({ ledger, clock, newId: v7 })
  const open = async (port: number): Promise<FastifyInstance> => {
    const app = createServer({ provider, ledger, apiSecret: 'secret', ledgerToken: 'token' })
    await app.listen({ host: '127.0.0.1', port })
    return app
  }
  let server = await open(0)
  const port = Number(new URL(server.listeningOrigin).port)
  return {
    payments: httpPayments({ url: `http://127.0.0.1:${port}`, secret: 'secret', deadlineMs, clock, log: silentLog }),
    entriesOf: async (orderId) => {
      const { rows } = await pool.query<LedgerEntry>(
        `SELECT entry_id AS "entryId", kind, order_id AS "orderId", amount, currency, idempotency_key AS "idempotencyKey", at
           FROM entries WHERE order_id = $1 ORDER BY entries.position`,
        [orderId],
      )
      return rows
    },
    entries: async () => (await ledger.entries({ cursor: 0, limit: 1_000 })).entries,
    noticesOf: async (orderId) => {
      const { rows } = await pool.query<Notice>(
        `SELECT event_id AS "eventId", type, order_id AS "orderId", entry_id AS "entryId" FROM notices WHERE order_id = $1`,
        [orderId],
      )
      return rows
    },
    close: () => server.close(),
    reopen: async () => {
      server = await open(port)
    },
    [Symbol.asyncDispose]: async () => {
      await server.close()
      await close()
      await scratch[Symbol.asyncDispose]()
    },
  }
}
