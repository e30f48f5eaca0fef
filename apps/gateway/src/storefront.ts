import type { Contract } from '@switchyard/contracts/contract'
import { storefront as contracts } from '@switchyard/contracts/storefront'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import { implement, type OnRefused, type RoutersFor, routers } from '@switchyard/rpc/implement'
import { cartPage } from './cart-page.ts'
import { deadLetters } from './dead-letters.ts'
import { followLive, type NewsOf, noNews } from './follow-live.ts'
import type { AuditLog } from './identity/audit-log.ts'
import { audited } from './identity/audited.ts'
import { closedLab } from './lab.ts'
import { inventoryAway, isAway } from './part.ts'
import { productList } from './product-list.ts'
import { productPage } from './product-page.ts'
import { replayEvents } from './replay-events.ts'
import type { TimelineOf } from './rest-events.ts'
import { seenSeqOf } from './seen-seq.ts'
import type { Services } from './services.ts'

/** The public router, of the type that every typed client of the shop has. */
export type Storefront = RoutersFor<typeof contracts>

/** Implements the public contract: an operation is one call to a service, or a page put together in a file of its own. */
export function storefront({
  services,
  timelineOf,
  newsOf = noNews,
  apiKeys,
  audit,
  account,
  lab,
  onRefused = () => undefined,
}: {
  services: Services
  timelineOf: TimelineOf
  newsOf?: NewsOf
  apiKeys: Handlers<typeof contracts.apiKeys>
  audit: Pick<AuditLog, 'begin' | 'list' | 'check'>
  account: Handlers<typeof contracts.account>
  lab: Handlers<typeof contracts.lab>
  /** Hears of who asks for what they may not do. */
  onRefused?: OnRefused
}): Storefront {
  const { inventory, orders } = services
  const serve = <C extends Contract>(contract: C, handlers: Handlers<C>) =>
    implement(contract, audited(contract, handlers, audit), { faultOf: databaseFaultOf, onRefused })
  return routers({
    products: serve(contracts.products, {
      list: productList(services),
      bySlug: productPage(services),
      changePrice: ({ input, ctx }) => stockRoom(inventory(ctx).changePrice.mutate(input)),
    }),
    stock: serve(contracts.stock, {
      bySku: ({ input, ctx }) => stockRoom(inventory(ctx).stockBySku.query(input)),
    }),
    cart: serve(contracts.cart, cartPage(services)),
    account: serve(contracts.account, account),
    orders: serve(contracts.orders, {
      place: ({ input, ctx }) => orders(ctx).place.mutate(input),
      byId: ({ input, ctx }) => orders(ctx).byId.query(input),
      list: ({ input, ctx }) => orders(ctx).list.query(input),
      cancel: ({ input, ctx }) => orders(ctx).cancel.mutate(input),
      return: ({ input, ctx }) => orders(ctx).return.mutate(input),
      timeline: ({ input, ctx }) => timelineStream(input, ctx, timelineOf),
    }),
    live: serve(contracts.live, { follow: ({ input, ctx }) => followLive(input, ctx, { timelineOf, newsOf }) }),
    webhooks: serve(contracts.webhooks, {
      add: ({ input, ctx }) => orders(ctx).addWebhook.mutate(input),
      list: ({ input, ctx }) => orders(ctx).webhooks.query(input),
      byId: ({ input, ctx }) => orders(ctx).webhook.query(input),
      remove: ({ input, ctx }) => orders(ctx).removeWebhook.mutate(input),
      enable: ({ input, ctx }) => orders(ctx).enableWebhook.mutate(input),
      rotateSecret: ({ input, ctx }) => orders(ctx).rotateWebhookSecret.mutate(input),
      replay: ({ input, ctx }) => orders(ctx).replayWebhook.mutate(input),
      deliveries: ({ input, ctx }) => orders(ctx).webhookDeliveries.query(input),
    }),
    apiKeys: serve(contracts.apiKeys, apiKeys),
    audit: serve(contracts.audit, { list: ({ input }) => audit.list(input), check: () => audit.check() }),
    sales: serve(contracts.sales, {
      byDay: ({ input, ctx }) => orders(ctx).sales.query(input),
      rebuild: ({ input, ctx }) => orders(ctx).rebuildReads.mutate(input),
    }),
    deadLetters: serve(contracts.deadLetters, deadLetters(services)),
    events: serve(contracts.events, { replay: replayEvents(services) }),
    // Where the lab is closed nothing is done in it, and nothing is there to be written down.
    lab: lab === closedLab ? implement(contracts.lab, lab) : serve(contracts.lab, lab),
  })
}

/** Names the stock room as what is away, rather than the shop. */
const stockRoom = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
  answer.catch((error: unknown) => {
    throw error instanceof Failure && isAway(error) ? inventoryAway(error) : error
  })

async function* timelineStream(
  {
    orderId,
    accessToken,
    lastEventId,
  }: { orderId: string; accessToken?: string | undefined; lastEventId?: string | null | undefined },
  ctx: CallContext,
  timelineOf: TimelineOf,
) {
  const ask = { orderId, afterSeq: seenSeqOf(lastEventId), ...(accessToken ? { accessToken } : {}) }
  const entries = await timelineOf(ask, ctx)
  for await (const entry of entries) yield [String(entry.seq), entry] as const
  // Cut short, not finished: thrown as an abort it tells tRPC's client to resume elsewhere, where an end would not.
  ctx.signal.throwIfAborted()
}
