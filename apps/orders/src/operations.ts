import { orders } from '@switchyard/contracts/orders'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import type { Messaging } from '@switchyard/messaging/messaging'
import { Failure, isFailure } from '@switchyard/rpc/failure'
import { type Handlers, implement } from '@switchyard/rpc/implement'
import type { Clock } from '@switchyard/runtime/clock'
import type { CartStore } from './cart-store.ts'
import type { MailStore } from './mail-store.ts'
import { type OrderAccess, ownerOf } from './order-access.ts'
import { nextCursor, readCursor } from './order-cursor.ts'
import type { OrderReads } from './order-reads.ts'
import { sagaTrail } from './saga-trail.ts'

type Ops = Handlers<typeof orders>

interface OperationsDeps {
  readonly placeOrder: Ops['place']
  readonly cancelOrder: Ops['cancel']
  readonly recordPayment: Ops['recordPayment']
  readonly reads: OrderReads
  readonly carts: CartStore
  readonly mails: MailStore
  readonly access: OrderAccess
  readonly messaging: Pick<Messaging, 'trail' | 'queues'>
  readonly clock: Clock
}

const days30Ms = 30 * 24 * 3_600_000

/** Everything orders answers, each operation by the one call that does it. Who may see an order is decided here, beside its row. */
export function operations(deps: OperationsDeps) {
  const { placeOrder, cancelOrder, recordPayment, reads, carts, mails, access, messaging, clock } = deps
  return implement(orders, {
    place: (call) => answered(placeOrder(call)),
    cancel: (call) => answered(cancelOrder(call)),
    recordPayment: (call) => answered(recordPayment(call)),
    byId: async ({ input, ctx }) => {
      const found = await answered(reads.byId(input.orderId))
      return access.readable(found, { ...input, principal: ctx.envelope.principal }).order
    },
    timelineSince: async ({ input, ctx }) => {
      const found = await answered(reads.timelineSince(input.orderId, input.seq))
      const { entries, final } = access.readable(found, { ...input, principal: ctx.envelope.principal })
      return { entries, final }
    },
    trail: async ({ input, ctx }) => {
      const found = await answered(reads.saga(input.orderId))
      const { number, status, placedAt, saga } = access.readable(found, { ...input, principal: ctx.envelope.principal })
      const messages = await answered(messaging.trail(input.orderId))
      return { number, status, placedAt, messages, saga: sagaTrail(saga) }
    },
    list: async ({ input, ctx }) => {
      const owner = ownerOf(ctx.envelope.principal)
      const page = await answered(reads.list(owner, { limit: input.limit, before: readCursor(input.cursor) }))
      return { items: page.items, nextCursor: nextCursor(page.last) }
    },
    salesOf: async ({ input }) => {
      const soldLast30Days = await answered(reads.soldSince(input.slug, new Date(clock.now() - days30Ms)))
      return { soldLast30Days }
    },
    cart: async ({ ctx }) => ({ lines: await answered(carts.of(ownerOf(ctx.envelope.principal))) }),
    setCart: async ({ input, ctx }) => {
      await answered(carts.put(ownerOf(ctx.envelope.principal), input.lines, new Date(clock.now())))
      return { lines: input.lines }
    },
    queues: () => messaging.queues(),
    mailbox: ({ input }) => answered(mails.list(input)),
  })
}

/** Tells a database that is away and a text that no database can hold from a bug. */
async function answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    if (isFailure(error)) throw error // Its cause may look like a database's fault and be another service's.
    const fault = databaseFaultOf(error)
    if (fault === 'away') throw new Failure('unavailable', { retryAfterMs: 1_000 }, { cause: error })
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
