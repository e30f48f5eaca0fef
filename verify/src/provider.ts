import { once } from 'node:events'
import { createServer } from 'node:http'
import type { LedgerEntry } from '@switchyard/checker/invariant'
import { PaymentNotice } from '@switchyard/contracts/orders'
import { openDatabase } from '@switchyard/db/connect'
import type { Clock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { v7 } from 'uuid'
import { createLedger } from '../../sandbox/payments/src/ledger.ts'
import { sendNotices } from '../../sandbox/payments/src/notices.ts'
import { createProvider } from '../../sandbox/payments/src/provider.ts'
import { createServer as createProviderServer } from '../../sandbox/payments/src/server.ts'

/** The payment provider over HTTP, its webhooks told to `tell`, which refuses by throwing. */
export async function openProvider({
  url,
  clock,
  tell,
}: {
  url: string
  clock: Clock
  tell: (notice: PaymentNotice) => Promise<void>
}) {
  const { pool, close } = openDatabase({ url, max: 6, connectMs: 20_000 })
  const ledger = createLedger(pool)
  const provider = createProvider({ ledger, clock, newId: v7 })
  const server = createProviderServer({ provider, ledger, apiSecret: 'api', ledgerToken: 'ledger' })
  await server.listen({ host: '127.0.0.1', port: 0 })
  const hooks = createServer((request, reply) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      tell(PaymentNotice.parse(JSON.parse(body))).then(
        () => reply.writeHead(204).end(),
        () => reply.writeHead(503).end(),
      )
    })
  })
  hooks.listen(0, '127.0.0.1')
  await once(hooks, 'listening')
  const stopping = new AbortController()
  const notices = sendNotices({
    ...{ pool, clock, log: silentLog, secret: 'webhook', signal: stopping.signal },
    url: `http://127.0.0.1:${portOf(hooks.address())}/webhooks/payments`,
  })
  return {
    url: `http://127.0.0.1:${portOf(server.server.address())}`,
    /** Read past the provider's API, which a scenario's bug may be about. */
    ledger: async (): Promise<LedgerEntry[]> => {
      const { rows } = await pool.query<LedgerEntry>(
        `SELECT entry_id AS "entryId", kind, order_id AS "orderId", amount, idempotency_key AS "idempotencyKey" FROM entries`,
      )
      return rows
    },
    /** What it is told to do waits while `run` runs; what it is asked it answers. */
    whileItWaits: async (run: () => Promise<void>): Promise<void> => {
      const locker = await pool.connect()
      try {
        await locker.query('BEGIN')
        await locker.query('LOCK TABLE attempts IN EXCLUSIVE MODE')
        await run()
      } finally {
        await locker.query('COMMIT').finally(() => locker.release())
      }
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort()
      await notices
      await server.close()
      hooks.closeAllConnections()
      hooks.close()
      await close()
    },
  }
}

const portOf = (address: unknown): number =>
  typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0
