import { orders } from '@switchyard/contracts/orders'
import type { OrdersDatabase } from '@switchyard/db/orders'
import type { Messaging } from '@switchyard/messaging/messaging'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { cancelOrder } from './cancel-order.ts'
import { createCartStore } from './cart-store.ts'
import { createChangeOrder } from './change-order.ts'
import { chargeCard } from './charge-card.job.ts'
import { createKeyStore } from './key-store.ts'
import { createMailStore } from './mail-store.ts'
import { createMailroom } from './mailroom.ts'
import { operations } from './operations.ts'
import { createOrderAccess } from './order-access.ts'
import { insertOrder } from './order-insert.ts'
import { createOrderReads } from './order-reads.ts'
import { createOrderStore } from './order-store.ts'
import type { Payments } from './payments.ts'
import { placeOrder } from './place-order.ts'
import { pruneKeys, pruneKeysEveryMs } from './prune-keys.job.ts'
import { fulfilment, mailroom } from './reactions.ts'
import { recordPayment } from './record-payment.ts'
import { refundCard } from './refund-card.job.ts'
import { resumeEveryMs, resumeFulfilments } from './resume-fulfilments.job.ts'
import { shipOrders } from './ship-orders.job.ts'
import type { Stockroom } from './stockroom.ts'

export interface OrdersParts {
  readonly database: Pick<OrdersDatabase, 'pool' | 'prisma'>
  readonly messaging: Messaging
  readonly stockroom: Stockroom
  readonly payments: Payments
  readonly accessSecret: string
  readonly shipAfterMs: number | undefined
  readonly clock: Clock
  readonly log: Log
  readonly newId: () => string
  readonly random: () => number
}

/** Puts the service together over any transport: what it answers, what it hears and what it does by the clock. */
export function createOrders(parts: OrdersParts) {
  const { database, messaging, stockroom, payments, clock, log, newId, random } = parts
  const { pool } = database
  const access = createOrderAccess({ secret: parts.accessSecret })
  const reads = createOrderReads(database)
  const keys = createKeyStore({ pool })
  const mails = createMailStore({ pool })
  const store = createOrderStore({ pool, clock, newId })
  const changeOrder = createChangeOrder({ store, signals: messaging, clock })

  messaging.handle(orders.commands.chargeCard, chargeCard({ changeOrder, payments, clock }), {
    concurrency: 32,
    attempts: 10,
  })
  messaging.handle(orders.commands.refundCard, refundCard({ changeOrder, payments, clock }), { attempts: 10 })
  messaging.subscribe('orders.fulfilment', fulfilment({ changeOrder }), { concurrency: 10 })
  messaging.subscribe('orders.mailroom', mailroom(createMailroom({ mails, clock })), { concurrency: 5 })
  messaging.every('resume-fulfilments', resumeEveryMs, resumeFulfilments({ store, changeOrder, stockroom, clock, log }))
  messaging.every('prune-keys', pruneKeysEveryMs, pruneKeys({ keys, clock }))
  if (parts.shipAfterMs !== undefined) {
    const ship = shipOrders({ store, changeOrder, clock, afterMs: parts.shipAfterMs })
    messaging.every('ship-orders', 1_000, ship)
  }

  const insert = (order: Parameters<typeof insertOrder>[1]) => insertOrder(pool, order)
  const router = operations({
    placeOrder: placeOrder({ keys, insertOrder: insert, stockroom, access, signals: messaging, clock, newId, random }),
    cancelOrder: cancelOrder({ keys, reads, access, changeOrder, clock }),
    recordPayment: recordPayment({ changeOrder }),
    carts: createCartStore({ pool }),
    ...{ reads, mails, access, messaging, clock },
  })
  return { router, store, changeOrder }
}
