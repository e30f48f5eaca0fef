import assert from 'node:assert/strict'
import { newSaga } from '@switchyard/messaging/saga'
import { fulfilOrder, stepId } from '@switchyard/orders/fulfil-order.saga'
import { beginFulfilment, fulfil, type Happening } from '@switchyard/orders/fulfilment'
import type { OrderRecord } from '@switchyard/orders/order'
import type { NewOrder } from '@switchyard/orders/order-insert'
import { newPayment, settle } from '@switchyard/orders/payment'
import { v7 } from 'uuid'
import type { OrderSubject } from './order-subjects.ts'

interface Guarantee {
  readonly title: string
  /** Rejects when it is broken. */
  prove(subject: OrderSubject): Promise<void>
}

/** What orders relies on in its database, whoever it is. */
export const orderGuarantees: readonly Guarantee[] = [
  {
    title: 'an inserted order is loaded as its rules see it, owned, keyed and due with its saga',
    prove: async ({ ports, clock, facts, outbox }) => {
      const order = orderAt(clock.now())
      await ports.insert(order)
      const record = await ports.store.load(order.orderId)
      assert.deepEqual(record, {
        ...{ orderId: order.orderId, number: order.number, totalAmount: 24_000, status: 'pending', reason: null },
        lines: [{ sku: 'contour-a2', quantity: 2, title: 'Contour', edition: 9 }],
        ...{ version: 1, lastSeq: 1, saga: order.saga, payment: order.payment },
      })
      assert.deepEqual(await ports.ownerOf(order.orderId), { owner: order.owner })
      assert.deepEqual((await ports.keys.find(order.answer))?.result, order.answer.result)
      assert.deepEqual((await facts(order.orderId))?.keys, [{ isOwn: true }])
      assert.deepEqual(await outbox(order.orderId), [{ name: 'inventory.reserveStock', version: 1 }])
      const isDue = async (nowMs: number) => (await ports.store.overdue({ nowMs, limit: 99 })).includes(order.orderId)
      assert.deepEqual([await isDue(clock.now() + 4_999), await isDue(clock.now() + 5_000)], [false, true])
    },
  },
  {
    title: 'nobody knows an order that was never placed',
    prove: async ({ ports }) => {
      const orderId = v7()
      assert.equal(await ports.store.load(orderId), undefined)
      assert.equal(await ports.ownerOf(orderId), null)
      assert.equal(await ports.mails.addressee(orderId), undefined)
      assert.equal(await ports.keys.find({ principal: 'guest:g', operation: 'place', key: orderId }), undefined)
    },
  },
  {
    title: 'a second order under one key or one number is refused, and nothing of it is written',
    prove: async ({ ports, clock, outbox }) => {
      const first = orderAt(clock.now())
      await ports.insert(first)
      const sameKey = { ...orderAt(clock.now()), answer: first.answer }
      await assert.rejects(ports.insert(sameKey), { code: '23505', constraint: 'idempotency_keys_pkey' })
      const sameNumber = { ...orderAt(clock.now()), number: first.number }
      await assert.rejects(ports.insert(sameNumber), { code: '23505', constraint: 'orders_number_key' })
      for (const { orderId } of [sameKey, sameNumber]) {
        assert.equal(await ports.store.load(orderId), undefined)
        assert.deepEqual(await outbox(orderId), [])
      }
      assert.equal(await ports.keys.find(sameNumber.answer), undefined)
    },
  },
  {
    title: 'a change is written whole: status, saga, history and messages under the next version',
    prove: async ({ ports, clock, facts, outbox }) => {
      const order = await placed({ ports, clock })
      const change = fulfil(order, reserved(order), clock.now()) ?? {}
      assert.equal(await ports.store.save(order, change), 'saved')
      const after = await ports.store.load(order.orderId)
      assert.deepEqual(after, { ...order, status: 'reserved', version: 2, lastSeq: 2, saga: change.saga })
      assert.deepEqual(await outbox(order.orderId), [
        { name: 'inventory.reserveStock', version: 1 },
        { name: 'orders.chargeCard', version: 2 },
      ])
      assert.deepEqual((await facts(order.orderId))?.timeline, [
        { seq: 1, status: 'pending' },
        { seq: 2, status: 'reserved' },
      ])
    },
  },
  {
    title: 'a change that was decided on an older version writes nothing, not even that its message came',
    prove: async ({ ports, clock, outbox }) => {
      const order = await placed({ ports, clock })
      const change = fulfil(order, reserved(order), clock.now()) ?? {}
      const received = { consumer: 'orders.fulfilment', id: v7() }
      await ports.store.save(order, change)
      const before = await ports.store.load(order.orderId)
      assert.equal(await ports.store.save(order, change, { received }), 'overtaken')
      assert.deepEqual(await ports.store.load(order.orderId), before)
      assert.equal((await outbox(order.orderId)).length, 2)
      assert.ok(before)
      assert.equal(await ports.store.save(before, {}, { received }), 'saved')
    },
  },
  {
    title: 'a message is applied once',
    prove: async ({ ports, clock }) => {
      const order = await placed({ ports, clock })
      const received = { consumer: 'orders.fulfilment', id: v7() }
      assert.equal(await ports.store.save(order, {}, { received }), 'saved')
      const again = await ports.store.load(order.orderId)
      assert.ok(again)
      assert.equal(await ports.store.save(again, { status: 'cancelled' }, { received }), 'applied-before')
      assert.deepEqual(await ports.store.load(order.orderId), again)
      const other = { consumer: 'orders.mailroom', id: received.id }
      assert.equal(await ports.store.save(again, {}, { received: other }), 'saved')
    },
  },
  {
    title: 'an answer is kept with its change, and where its key is taken neither is',
    prove: async ({ ports, clock }) => {
      const order = await placed({ ports, clock })
      const answer = { ...orderAt(clock.now()).answer, operation: 'cancel' }
      assert.equal(await ports.store.save(order, {}, { answer }), 'saved')
      assert.deepEqual((await ports.keys.find(answer))?.requestHash, answer.requestHash)
      const again = await ports.store.load(order.orderId)
      assert.ok(again)
      const repeat = ports.store.save(again, { status: 'cancelled' }, { answer })
      await assert.rejects(repeat, { code: '23505', constraint: 'idempotency_keys_pkey' })
      assert.deepEqual(await ports.store.load(order.orderId), again)
    },
  },
  {
    title: 'what a constraint forbids is refused, and the order stays as it was',
    prove: async ({ ports, clock }) => {
      const order = await placed({ ports, clock })
      const { payment, saga } = order
      const forbidden = [
        [{ payment: { ...payment, token: null } }, 'payments_card_while_open'],
        [{ payment: { ...payment, chargeId: 'ch_1' } }, 'payments_charge_if_captured'],
        [{ payment: { ...payment, refundId: 're_1' } }, 'payments_refund_if_refunded'],
        [{ saga: { ...saga, state: 'done' as const } }, 'sagas_wait_only_while_moving'],
        [{ status: 'rejected' as const }, 'orders_reason_if_rejected'],
        [{ numbers: [{ sku: 'contour-a2', numbers: [1] }] }, 'order_lines_all_numbers_or_none'],
      ] as const
      for (const [change, constraint] of forbidden) {
        await assert.rejects(ports.store.save(order, change), { code: '23514', constraint })
      }
      assert.deepEqual(await ports.store.load(order.orderId), order)
    },
  },
  {
    title: 'money and numbers are in the facts, and go out of them again',
    prove: async ({ ports, clock, facts }) => {
      const order = await placed({ ports, clock })
      const payment = settle(order.payment, { state: 'captured', chargeId: `ch_${order.orderId}` })
      const numbers = [{ sku: 'contour-a2', numbers: [3, 4] }]
      await ports.store.save(order, { payment, numbers })
      const paid = await facts(order.orderId)
      assert.deepEqual(paid?.lines, [{ sku: 'contour-a2', quantity: 2, numbers: [3, 4] }])
      assert.deepEqual(paid?.payment, {
        ...{ state: 'captured', amount: 24_000, chargeId: `ch_${order.orderId}`, refundId: null },
      })
      const found = await ports.store.load(order.orderId)
      assert.ok(found)
      await ports.store.save(found, { numbers: [{ sku: 'contour-a2', numbers: [] }] })
      assert.deepEqual((await facts(order.orderId))?.lines, [{ sku: 'contour-a2', quantity: 2, numbers: [] }])
    },
  },
  {
    title: 'a mail is written once an order and kind, and once a message',
    prove: async ({ ports, clock, facts }) => {
      const order = await placed({ ports, clock })
      const known = await ports.mails.addressee(order.orderId)
      assert.deepEqual(
        [known?.email, known?.status, known?.charge, known?.lines],
        [
          ...['ada@example.test', 'pending', 'none'],
          [{ title: 'Contour', size: 'a2', quantity: 2, edition: 9, numbers: [] }],
        ],
      )
      const at = new Date(clock.now()).toISOString()
      const mail = { to: 'ada@example.test', orderId: order.orderId, subject: 'Hello', text: 'Hello', at }
      const from = (id: string) => ({ consumer: 'orders.mailroom', id })
      const id = v7()
      await ports.mails.save({ ...mail, kind: 'order_cancelled' }, from(id))
      await ports.mails.save({ ...mail, kind: 'order_cancelled' }, from(v7()))
      await ports.mails.save({ ...mail, kind: 'order_rejected' }, from(id))
      assert.deepEqual((await facts(order.orderId))?.mails, [{ kind: 'order_cancelled', isOwn: true }])
    },
  },
]

const reserved = ({ orderId }: OrderRecord): Happening => ({
  ...{ type: 'answered', input: { type: 'done', stepId: stepId(orderId, 'reserve') } },
})

async function placed({ ports, clock }: Pick<OrderSubject, 'ports' | 'clock'>): Promise<OrderRecord> {
  const order = orderAt(clock.now())
  await ports.insert(order)
  const record = await ports.store.load(order.orderId)
  assert.ok(record)
  return record
}

let placedOrders = 0

/** An order as `place-order.ts` would insert it, under a key and a number of its own. */
function orderAt(nowMs: number): NewOrder {
  placedOrders += 1
  const orderId = v7()
  const number = `HT-${String(placedOrders).padStart(6, '0')}`
  const line = { sku: 'contour-a2', quantity: 2, title: 'Contour', edition: 9 }
  const { saga, messages } = beginFulfilment({ orderId, lines: [line] }, newSaga(fulfilOrder, orderId), nowMs)
  const placedAt = new Date(nowMs).toISOString()
  const result = { orderId, number, status: 'pending', total: { amount: 24_000, currency: 'EUR' } }
  return {
    ...{ orderId, number, placedAt, saga, owner: 'guest:g1', totalAmount: 24_000, note: 'We have your order.' },
    contact: { name: 'Ada Example', email: 'ada@example.test' },
    address: { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' },
    lines: [{ ...line, slug: 'contour', size: 'a2', unitAmount: 12_000 }],
    payment: newPayment({ amount: 24_000, token: 'tok_ok' }),
    messages: messages.map((draft) => draft({ id: v7(), aggregateId: orderId, version: 1 })),
    answer: {
      ...{ principal: 'guest:g1', operation: 'place', key: orderId, requestHash: 'hash', status: 202, result },
      at: placedAt,
    },
  }
}
