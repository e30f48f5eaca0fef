/**
 * DOUBLE of orders' database, at the ports of orders: every call is one statement, all or nothing, and what a constraint
 * refuses there is refused here. `prove-order-store.ts` holds it and the real one to the same promises.
 */
import type { OrderFacts } from '@switchyard/contracts/facts'
import type { OrderMail } from '@switchyard/contracts/mail'
import { fulfilOrder } from '@switchyard/orders/fulfil-order.saga'
import type { KeyedAnswer, KeyStore } from '@switchyard/orders/key-store'
import type { MailStore } from '@switchyard/orders/mail-store'
import type { OrderChange, OrderRecord } from '@switchyard/orders/order'
import type { NewOrder } from '@switchyard/orders/order-insert'
import type { OrderStore, SaveOptions } from '@switchyard/orders/order-store'
import type { Clock } from '@switchyard/runtime/clock'
import type { MessageBooks } from './message-books.ts'
import { assertRow, type OrderRow, rowAfter, rowOf } from './order-row.ts'
import { RefusedByDatabase } from './refused-by-database.ts'

/** The ports of orders to its database, as far as an order's way needs them. */
export interface OrderPorts {
  readonly store: Pick<OrderStore, 'load' | 'save' | 'overdue'>
  readonly keys: Pick<KeyStore, 'find'>
  readonly mails: Pick<MailStore, 'addressee' | 'save'>
  insert(order: NewOrder): Promise<void>
  ownerOf(orderId: string): Promise<{ owner: string } | null>
}

interface Means {
  readonly messages: MessageBooks
  readonly clock: Clock
  readonly newId: () => string
}

/** Orders' database in memory. */
export class OrderBooks implements OrderPorts {
  readonly #means: Means
  readonly #rows = new Map<string, OrderRow>()
  readonly #keys = new Map<string, KeyedAnswer>()

  constructor(means: Means) {
    this.#means = means
  }

  readonly store: OrderPorts['store'] = {
    load: async (orderId) => this.#rows.get(orderId)?.record,
    save: async (order, change, options) => this.#save(order, change, options ?? {}),
    overdue: async ({ nowMs, limit }) =>
      [...this.#rows.values()]
        .filter(({ dueMs }) => dueMs <= nowMs)
        .sort((a, b) => a.dueMs - b.dueMs)
        .slice(0, limit)
        .map(({ record }) => record.orderId),
  }

  readonly keys: OrderPorts['keys'] = { find: async (key) => this.#keys.get(keyOf(key)) }

  readonly mails: OrderPorts['mails'] = {
    addressee: async (orderId) => {
      const row = this.#rows.get(orderId)
      return row && addresseeOf(row)
    },
    save: async (mail, received) => this.#saveMail(mail, received),
  }

  async insert(order: NewOrder): Promise<void> {
    this.#assertFree(order.answer)
    const row = rowOf(order)
    assertRow(row)
    if (this.all().some(({ record }) => record.number === order.number)) throw new RefusedByDatabase('23505', numberKey)
    this.#keys.set(keyOf(order.answer), order.answer)
    this.#rows.set(order.orderId, row)
    this.#means.messages.send(order.messages, this.#means.clock.now())
  }

  async ownerOf(orderId: string): Promise<{ owner: string } | null> {
    const owner = this.#rows.get(orderId)?.owner
    return owner === undefined ? null : { owner }
  }

  all(): OrderRow[] {
    return [...this.#rows.values()]
  }

  /** When somebody must look at a saga, at the earliest; infinity when nobody need. */
  nextDueMs(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.all().map(({ dueMs }) => dueMs))
  }

  facts(): OrderFacts[] {
    return this.all().map((row) => factsOf(row, [...this.#keys.values()]))
  }

  #save(order: OrderRecord, change: OrderChange, { received, answer, traceparent }: SaveOptions) {
    const { messages, clock, newId } = this.#means
    const row = this.#rows.get(order.orderId)
    if (row?.record.version !== order.version) return 'overtaken'
    if (received && messages.knows(received)) return 'applied-before'
    if (answer) this.#assertFree(answer)
    const after = rowAfter(row, change, clock.now())
    assertRow(after)
    if (received) messages.note(received)
    if (answer) this.#keys.set(keyOf(answer), answer)
    this.#rows.set(order.orderId, after)
    const about = { aggregateId: order.orderId, version: after.record.version }
    const trace = traceparent ?? received?.traceparent
    const told = (change.messages ?? []).map((draft) => draft({ ...about, id: newId(), traceparent: trace }))
    messages.send(told, clock.now())
    return 'saved'
  }

  #saveMail({ kind, orderId, to }: OrderMail, received: { consumer: string; id: string }): void {
    const row = this.#rows.get(orderId)
    if (!row || !this.#means.messages.note(received) || row.mails.some((mail) => mail.kind === kind)) return
    this.#rows.set(orderId, { ...row, mails: [...row.mails, { kind, to }] })
  }

  #assertFree(answer: KeyedAnswer): void {
    if (this.#keys.has(keyOf(answer))) throw new RefusedByDatabase('23505', 'idempotency_keys_pkey')
  }
}

const numberKey = 'orders_number_key'
const keyOf = ({ principal, operation, key }: Parameters<KeyStore['find']>[0]) => `${principal} ${operation} ${key}`

function addresseeOf({ record, contact, sizes, numbers }: OrderRow) {
  const { number, reason, totalAmount, status, payment, lines } = record
  const open = payment.state === 'charging' ? ('open' as const) : ('none' as const)
  return {
    ...{ number, reason, totalAmount, status, name: contact.name, email: contact.email },
    charge: payment.chargeId === null ? open : ('taken' as const),
    lines: lines.map(({ sku, quantity, title, edition }) => {
      const size = sizes.get(sku) ?? ''
      return { quantity, title, edition, size, numbers: numbers.get(sku) ?? [] }
    }),
  }
}

function factsOf(row: OrderRow, keys: readonly KeyedAnswer[]): OrderFacts {
  const { orderId, number, status, totalAmount, lines, saga, payment } = row.record
  const { state, amount, chargeId, refundId } = payment
  const placed = keys.filter((key) => key.operation === 'place' && Object(key.result).orderId === orderId)
  return {
    ...{ orderId, number, status, totalAmount, payment: { state, amount, chargeId, refundId } },
    placedAt: new Date(row.placedAtMs).toISOString(),
    statusAt: new Date(row.statusAtMs).toISOString(),
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity, numbers: [...(row.numbers.get(sku) ?? [])] })),
    timeline: row.timeline.map((entry, index) => ({ seq: index + 1, status: entry.status })),
    sagas: [
      { name: fulfilOrder.name, state: saga.state, steps: saga.steps.map(({ name, state }) => ({ name, state })) },
    ],
    mails: row.mails.map(({ kind, to }) => ({ kind, isOwn: to === row.contact.email })),
    keys: placed.map(({ principal, result }) => {
      const { number: told, total } = Object(result)
      return { isOwn: principal === row.owner && told === number && total.amount === totalAmount }
    }),
    // The read models are SQL from end to end, so there is no double of them.
    ...{ read: null, sales: [] },
  }
}
