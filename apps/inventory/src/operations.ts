import { inventory } from '@switchyard/contracts/inventory'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import { EngineAway } from '@switchyard/messaging/engine'
import type { Messaging } from '@switchyard/messaging/messaging'
import { Failure } from '@switchyard/rpc/failure'
import { implement } from '@switchyard/rpc/implement'
import type { Pool } from 'pg'
import { listPrints, printBySlug, quote } from './catalogue.ts'
import type { StockStore } from './stock-store.ts'

/** Everything inventory answers, each operation by the one call that does it. With what it needs away an operation is `unavailable`. */
export function operations({
  pool,
  store,
  messaging,
}: {
  pool: Pool
  store: StockStore
  messaging: Pick<Messaging, 'trail' | 'queues'>
}) {
  return implement(inventory, {
    listPrints: ({ input }) => answered(listPrints(pool, input)),
    printBySlug: ({ input }) => answered(printBySlug(pool, input.slug)),
    stockOfPrint: ({ input }) => answered(store.stockOfPrint(input.slug)),
    stockBySku: ({ input }) => answered(stockBySku(store, input.sku)),
    quote: ({ input }) => answered(quote(pool, input.skus)),
    reservation: ({ input }) => answered(store.reservation(input.orderId)),
    trail: async ({ input }) => ({ messages: await answered(messaging.trail(input.orderId)) }),
    queues: () => answered(messaging.queues()),
  })
}

async function stockBySku(store: StockStore, sku: string) {
  const stock = await store.stockBySku(sku)
  if (!stock) throw new Failure('not_found', { detail: `There is no SKU "${sku}".` })
  return stock
}

/** Tells an engine that is away and a text that no database can hold from a bug. */
async function answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    const fault = databaseFaultOf(error)
    if (fault === 'away' || error instanceof EngineAway)
      throw new Failure('unavailable', { retryAfterMs: 1_000 }, { cause: error })
    if (fault === 'unstorable_text') {
      throw new Failure(
        'invalid_input',
        { detail: 'A text has a NUL character in it; leave it out.' },
        { cause: error },
      )
    }
    throw error
  }
}
