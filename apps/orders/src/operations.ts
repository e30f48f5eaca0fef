import type { Verdict } from '@switchyard/contracts/facts'
import { orders } from '@switchyard/contracts/orders'
import type { webhookOperations } from '@switchyard/contracts/webhooks'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import type { CopyDesk } from '@switchyard/messaging/copy-desk'
import { DeadLetterRefused } from '@switchyard/messaging/dead-letter-refused'
import { EngineAway } from '@switchyard/messaging/engine'
import type { Messaging } from '@switchyard/messaging/messaging'
import { Failure } from '@switchyard/rpc/failure'
import { type FaultOf, type Handlers, implement } from '@switchyard/rpc/implement'
import type { Clock } from '@switchyard/runtime/clock'
import type { CartStore } from './cart-store.ts'
import type { Notebook } from './lab-notebook.ts'
import type { MailStore } from './mail-store.ts'
import { type OrderAccess, ownerOf } from './order-access.ts'
import { nextCursor, readCursor } from './order-cursor.ts'
import type { OrderHistory } from './order-history.ts'
import type { OrderReads } from './order-reads.ts'
import type { PeopleStore } from './people-store.ts'
import { sagaTrail } from './saga-trail.ts'
import type { VerdictStore } from './verdict-store.ts'

type Ops = Handlers<typeof orders>

interface OperationsDeps {
  readonly placeOrder: Ops['place']
  readonly cancelOrder: Ops['cancel']
  readonly returnOrder: Ops['return']
  readonly moveParcel: Ops['moveParcel']
  readonly recordPayment: Ops['recordPayment']
  readonly rebuildReads: Ops['rebuildReads']
  readonly webhooks: Pick<Ops, keyof typeof webhookOperations>
  readonly notebook: Notebook
  readonly copies: CopyDesk
  readonly reads: OrderReads
  readonly history: OrderHistory
  readonly carts: CartStore
  readonly mails: MailStore
  readonly people: Pick<PeopleStore, 'adopt' | 'erase'>
  readonly verdicts: Pick<VerdictStore, 'last'>
  /** Holds everything to every invariant now. */
  readonly check: () => Promise<Verdict>
  readonly access: OrderAccess
  readonly messaging: Pick<Messaging, 'trail' | 'queues' | 'replay' | 'deadLetters'>
  readonly clock: Clock
}

const days30Ms = 30 * 24 * 3_600_000

/** Everything orders answers, each operation by the one call that does it. Who may see an order is decided here, beside its row. */
export function operations(deps: OperationsDeps) {
  const { placeOrder, cancelOrder, returnOrder, moveParcel, recordPayment, rebuildReads, webhooks, notebook, copies } =
    deps
  const { reads, history, carts, mails, people, verdicts, check, access, messaging, clock } = deps
  return implement(
    orders,
    {
      place: placeOrder,
      cancel: cancelOrder,
      return: returnOrder,
      moveParcel,
      recordPayment,
      byId: async ({ input, ctx }) => {
        const found = await reads.byId(input.orderId)
        return (await access.readable(found, { ...input, principal: ctx.envelope.principal })).order
      },
      timelineSince: async ({ input, ctx }) => {
        const found = await reads.timelineSince(input.orderId, input.seq)
        const { entries, final } = await access.readable(found, { ...input, principal: ctx.envelope.principal })
        return { entries, final }
      },
      timelineMarks: ({ input }) => reads.timelineMarks(input.orderIds),
      trail: async ({ input, ctx }) => {
        const found = await reads.saga(input.orderId)
        const { number, status, placedAt, saga } = await access.readable(found, {
          ...input,
          principal: ctx.envelope.principal,
        })
        const messages = await messaging.trail(input.orderId)
        return { number, status, placedAt, messages, saga: sagaTrail(saga) }
      },
      list: async ({ input, ctx }) => {
        const owner = ownerOf(ctx.envelope.principal)
        const before = readCursor(input.cursor)
        const [page, lag] = await Promise.all([history.list(owner, { limit: input.limit, before }), history.lag()])
        return { items: page.items, nextCursor: nextCursor(page.last), lag }
      },
      salesOf: async ({ input }) => {
        const soldLast30Days = await history.soldSince(input.slug, new Date(clock.now() - days30Ms))
        return { soldLast30Days }
      },
      sales: async ({ input }) => {
        const [sales, lag] = await Promise.all([history.sales(input), history.lag()])
        return { ...sales, lag }
      },
      rebuildReads,
      cart: async ({ ctx }) => ({ lines: await carts.of(ownerOf(ctx.envelope.principal)) }),
      setCart: async ({ input, ctx }) => {
        await carts.put(ownerOf(ctx.envelope.principal), input.lines, new Date(clock.now()))
        return { lines: input.lines }
      },
      keepMail: async ({ input: { id, ...mail } }) => {
        await mails.keep({ ...mail, id, at: new Date(clock.now()) })
        return {}
      },
      adoptGuest: async ({ input }) => {
        await people.adopt({ ...input, at: new Date(clock.now()) })
        return {}
      },
      erasePerson: async ({ input }) => ({ orders: await people.erase(input) }),
      queues: () => messaging.queues(),
      replayEvents: async ({ input: { to, from, until } }) => ({
        messages: await messaging.replay({ to, from: new Date(from), until: new Date(until) }),
      }),
      ...messaging.deadLetters,
      ...webhooks,
      ...notebook,
      ...copies,
      check: () => check(),
      lastVerdict: () => verdicts.last(),
      mailbox: ({ input }) => mails.list(input),
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
