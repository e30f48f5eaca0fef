import { inventory } from '@switchyard/contracts/inventory'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import type { CopyDesk } from '@switchyard/messaging/copy-desk'
import { DeadLetterRefused } from '@switchyard/messaging/dead-letter-refused'
import { EngineAway } from '@switchyard/messaging/engine'
import type { Messaging } from '@switchyard/messaging/messaging'
import { Failure } from '@switchyard/rpc/failure'
import { type FaultOf, implement } from '@switchyard/rpc/implement'
import type { Pool } from 'pg'
import { listPrints, printBySlug, printsBySlugs, quote } from './catalogue.ts'
import { changePrice } from './change-price.ts'
import { closedCopyDesk } from './lab-copies.ts'
import { pileFacts, stockroomFacts } from './stock-facts.ts'
import type { StockStore } from './stock-store.ts'

/** Everything inventory answers, each operation by the one call that does it. With what it needs away an operation is `unavailable`. */
export function operations({
  pool,
  store,
  messaging,
  copies = closedCopyDesk,
}: {
  pool: Pool
  store: StockStore
  messaging: Pick<Messaging, 'trail' | 'queues' | 'replay' | 'deadLetters' | 'hint'>
  copies?: CopyDesk | undefined
}) {
  return implement(
    inventory,
    {
      listPrints: ({ input }) => listPrints(pool, input),
      printBySlug: ({ input }) => printBySlug(pool, input.slug),
      stockOfPrint: ({ input }) => store.stockOfPrint(input.slug),
      printsBySlugs: ({ input }) => printsBySlugs(pool, input.slugs),
      stockOfPrints: ({ input }) => store.stockOfPrints(input.slugs),
      stockBySku: ({ input }) => stockBySku(store, input.sku),
      quote: ({ input }) => quote(pool, input.skus),
      changePrice: ({ input }) => changePrice(input, { pool, hint: messaging.hint }),
      reservation: ({ input }) => store.reservation(input.orderId),
      trail: async ({ input }) => ({ messages: await messaging.trail(input.orderId) }),
      facts: ({ input }) => stockroomFacts(pool, input),
      pileFacts: () => pileFacts(pool),
      queues: () => messaging.queues(),
      replayEvents: async ({ input: { to, from, until } }) => ({
        messages: await messaging.replay({ to, from: new Date(from), until: new Date(until) }),
      }),
      ...messaging.deadLetters,
      ...copies,
    },
    { faultOf },
  )
}

/** A database or a Redis that is away is no bug of ours, and neither is a text that no database can hold. */
const faultOf: FaultOf = (error) => {
  if (error instanceof DeadLetterRefused) {
    const { issues, message: detail } = error
    return new Failure(error.code, issues.length > 0 ? { detail, issues } : { detail }, { cause: error })
  }
  return error instanceof EngineAway ? 'away' : databaseFaultOf(error)
}

async function stockBySku(store: StockStore, sku: string) {
  const stock = await store.stockBySku(sku)
  if (!stock) throw new Failure('not_found', { detail: `There is no SKU "${sku}".` })
  return stock
}
