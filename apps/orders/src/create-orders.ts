import { type Books, check } from '@switchyard/checker/check'
import { orders } from '@switchyard/contracts/orders'
import { groupCommit } from '@switchyard/db/group-commit'
import type { OrdersDatabase } from '@switchyard/db/orders'
import type { CopyDesk } from '@switchyard/messaging/copy-desk'
import type { Messaging } from '@switchyard/messaging/messaging'
import type { Clock } from '@switchyard/runtime/clock'
import { serveNobody } from '@switchyard/runtime/current-call'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import { cancelOrder } from './cancel-order.ts'
import { createCartStore } from './cart-store.ts'
import { type ChangeOrder, createChangeOrder } from './change-order.ts'
import { chargeCard } from './charge-card.job.ts'
import { checkEveryMs, checkedMs, checkInvariants } from './check-invariants.job.ts'
import { deliverWebhooks, deliverWebhooksEveryMs } from './deliver-webhooks.job.ts'
import { createKeyStore } from './key-store.ts'
import { closedCopyDesk } from './lab-copies.ts'
import { closedNotebook, type Notebook } from './lab-notebook.ts'
import { createMailStore } from './mail-store.ts'
import { createMailroom } from './mailroom.ts'
import { moveParcel } from './move-parcel.ts'
import { operations } from './operations.ts'
import { createOrderAccess } from './order-access.ts'
import { orderFacts } from './order-facts.ts'
import { createOrderHistory } from './order-history.ts'
import { insertOrders, type NewOrder } from './order-insert.ts'
import { createOrderProjection } from './order-projection.ts'
import { createOrderReads } from './order-reads.ts'
import { createOrderStore } from './order-store.ts'
import type { OutsideBooks } from './outside-books.ts'
import type { Payments } from './payments.ts'
import { createPeopleStore } from './people-store.ts'
import { placeOrder } from './place-order.ts'
import { pruneCarts, pruneCartsEveryMs } from './prune-carts.job.ts'
import { pruneKeys, pruneKeysEveryMs } from './prune-keys.job.ts'
import { pruneWebhooks, pruneWebhooksEveryMs } from './prune-webhooks.job.ts'
import { fulfilment, history, mailroom, partners } from './reactions.ts'
import { rebuildReads } from './rebuild-reads.ts'
import { recordPayment } from './record-payment.ts'
import { refundCard } from './refund-card.job.ts'
import { resumeEveryMs, resumeFulfilments } from './resume-fulfilments.job.ts'
import { returnOrder } from './return-order.ts'
import { shipOrders } from './ship-orders.job.ts'
import type { Stockroom } from './stockroom.ts'
import { createVerdictStore } from './verdict-store.ts'
import { createWebhookDeliveries } from './webhook-deliveries.ts'
import { createWebhookEndpoints } from './webhook-endpoints.ts'
import { webhookHandlers } from './webhook-operations.ts'
import type { PostWebhook } from './webhook-post.ts'
import { createWebhookKeys } from './webhook-signature.ts'
import type { WebhookTargets } from './webhook-target.ts'

interface OrdersParts {
  /** For requests. */
  readonly database: Pick<OrdersDatabase, 'pool' | 'prisma'>
  /** For everything else, so that neither a rush of buyers nor a backlog of work takes all connections (a bulkhead). */
  readonly workPool: Pool
  readonly messaging: Messaging
  readonly stockroom: Stockroom
  readonly payments: Payments
  /** What the checker holds our books against. */
  readonly outsideBooks: OutsideBooks
  readonly accessSecret: string
  /** Makes the keys of webhooks. */
  readonly webhookSecret: string
  readonly webhookTargets: WebhookTargets
  readonly postWebhook: PostWebhook
  readonly shipAfterMs: number | undefined
  /** Where the lab is open. */
  readonly lab?: { readonly notebook: Notebook; readonly copies: CopyDesk } | undefined
  readonly clock: Clock
  readonly log: Log
  readonly newId: () => string
  readonly random: () => number
}

/** Puts the service together over any transport: what it answers, what it hears and what it does by the clock. */
export function createOrders(parts: OrdersParts) {
  const { database, messaging, clock, newId } = parts
  const changeOrderOn = (pool: Pool) =>
    createChangeOrder({ store: createOrderStore({ pool, clock, newId }), signals: messaging, clock })
  work({ ...parts, changeOrder: changeOrderOn(parts.workPool) })

  const { pool } = database
  const people = createPeopleStore({ pool })
  const requests = {
    ...{ messaging, clock },
    signals: messaging,
    access: createOrderAccess({ secret: parts.accessSecret, adopterOf: people.adopterOf }),
    reads: createOrderReads(database),
    history: createOrderHistory({ pool, clock }),
    keys: createKeyStore({ pool }),
    changeOrder: changeOrderOn(pool),
  }
  const insertOrder = groupCommit((orders: readonly NewOrder[]) => insertOrders(pool, orders))
  return operations({
    ...requests,
    placeOrder: placeOrder({ ...requests, ...parts, insertOrder }),
    cancelOrder: cancelOrder(requests),
    returnOrder: returnOrder(requests),
    moveParcel: moveParcel(requests),
    recordPayment: recordPayment(requests),
    webhooks: webhookHandlers({
      endpoints: createWebhookEndpoints({ pool, clock }),
      deliveries: createWebhookDeliveries({ pool, clock }),
      keys: createWebhookKeys({ secret: parts.webhookSecret }),
      targets: parts.webhookTargets,
      newId,
    }),
    notebook: parts.lab?.notebook ?? closedNotebook,
    copies: parts.lab?.copies ?? closedCopyDesk,
    rebuildReads: () => rebuildReads({ pool: parts.workPool, clock }),
    carts: createCartStore({ pool }),
    mails: createMailStore({ pool }),
    people,
    verdicts: createVerdictStore({ pool, newId }),
    check: shared(() => check({ books: booksOf(parts), clock, sinceMs: clock.now() - checkedMs, atRest: true })),
  })
}

/**
 * Whoever asks while the answer is being found gets that one: it is costly, and anybody may ask in the lab. It is found for
 * no call, so that it does not end with the one who asked first.
 */
function shared<Answer>(find: () => Promise<Answer>): () => Promise<Answer> {
  let finding: Promise<Answer> | undefined
  return () => {
    finding ??= serveNobody(find).finally(() => {
      finding = undefined
    })
    return finding
  }
}

const booksOf = ({ workPool, outsideBooks }: OrdersParts): Books => ({
  ...outsideBooks,
  orders: (after) => orderFacts(workPool, after),
})

/** What orders does by itself: the queues it works off, the events it hears, the jobs it runs by the clock. */
function work(parts: OrdersParts & { changeOrder: ChangeOrder }): void {
  const { messaging, changeOrder, payments, stockroom, workPool: pool, shipAfterMs, clock, log, newId } = parts
  const store = createOrderStore({ pool, clock, newId })
  const mails = createMailStore({ pool })
  const keys = createKeyStore({ pool })
  messaging.handle(orders.commands.chargeCard, chargeCard({ changeOrder, payments, clock }), {
    concurrency: 32,
    attempts: 10,
  })
  messaging.handle(orders.commands.refundCard, refundCard({ changeOrder, payments, clock }), { attempts: 10 })
  messaging.subscribe('orders.fulfilment', fulfilment({ changeOrder }), { concurrency: 10 })
  messaging.subscribe('orders.mailroom', mailroom(createMailroom({ mails, clock })), { concurrency: 5 })
  messaging.subscribe('orders.history', history(createOrderProjection({ pool, clock })), { concurrency: 10 })
  messaging.every('resume-fulfilments', resumeEveryMs, resumeFulfilments({ store, changeOrder, stockroom, clock, log }))
  const verdicts = createVerdictStore({ pool, newId })
  messaging.every('check-invariants', checkEveryMs, checkInvariants({ books: booksOf(parts), verdicts, clock, log }))
  workWebhooks(parts)
  messaging.every('prune-keys', pruneKeysEveryMs, pruneKeys({ keys, clock }))
  messaging.every('prune-carts', pruneCartsEveryMs, pruneCarts({ carts: createCartStore({ pool }), clock }))
  if (shipAfterMs !== undefined) {
    messaging.every('ship-orders', 1_000, shipOrders({ store, changeOrder, clock, afterMs: shipAfterMs }))
  }
}

/** Partners hear of their orders: events become rows, and one instance at a time sends what is due. */
function workWebhooks({
  messaging,
  workPool: pool,
  webhookSecret,
  postWebhook,
  clock,
  random,
  log,
}: OrdersParts): void {
  const deliveries = createWebhookDeliveries({ pool, clock })
  const keys = createWebhookKeys({ secret: webhookSecret })
  const deliver = deliverWebhooks({ deliveries, post: postWebhook, keys, clock, random, log })
  messaging.subscribe('orders.partners', partners(deliveries), { concurrency: 5 })
  messaging.every('deliver-webhooks', deliverWebhooksEveryMs, deliver)
  messaging.every('prune-webhooks', pruneWebhooksEveryMs, pruneWebhooks({ deliveries, clock }))
}
