import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { expect, expectTypeOf, test } from 'vitest'
import type { Received } from './inbox.ts'
import { outboxRows, outgoing } from './outbox.ts'
import type { HandlersOf } from './pub-sub.ts'

const orderId = '01996b1e-7c3f-7a51-8d57-0f2d4c6e8a02'
const about = { id: '01996b1e-7c3f-7a51-8d57-0f2d4c6e8a01', aggregateId: orderId }

test('a message carries the name and kind of its contract', () => {
  const message = outgoing(orders.events.orderCancelled, { orderId }, { ...about, traceparent: '00-a-b-01' })
  expect(message).toEqual({
    ...about,
    kind: 'event',
    name: 'orders.orderCancelled',
    version: null,
    payload: { orderId },
    traceparent: '00-a-b-01',
  })
})

test('a payload that breaks the contract is refused before it is written', () => {
  expect(() => outgoing(orders.events.orderCancelled, { orderId: 'not an id' }, about)).toThrow('orderId')
})

test('the rows are one JSON text with the columns of the table', () => {
  const message = outgoing(inventory.commands.releaseStock, { orderId, stepId: 's' }, about)
  expect(JSON.parse(outboxRows([message, message]))).toHaveLength(2)
  expect(JSON.parse(outboxRows([{ ...message, version: 7 }]))[0]).toEqual({
    id: about.id,
    kind: 'command',
    name: 'inventory.releaseStock',
    aggregate_id: orderId,
    version: 7,
    payload: { orderId, stepId: 's' },
    traceparent: null,
  })
})

test('payloads are typed by the contract, and a subscriber must handle all that it declared', () => {
  // @ts-expect-error a reason that no contract knows
  expect(() => outgoing(orders.events.orderRejected, { orderId, reason: 'mood' }, about)).toThrow()
  type Mailroom = HandlersOf<'orders.mailroom'>
  type Rejected = { orderId: string; reason: 'out_of_stock' | 'payment_declined' | 'payment_unavailable' }
  expectTypeOf<Mailroom['orders.orderRejected']>().parameter(0).toEqualTypeOf<Received<Rejected>>()
  expectTypeOf<keyof Mailroom>().toEqualTypeOf<
    'orders.orderConfirmed' | 'orders.orderRejected' | 'orders.orderCancelled' | 'orders.orderReturned'
  >()
  // @ts-expect-error two of four
  const incomplete: Mailroom = { 'orders.orderConfirmed': async () => {}, 'orders.orderRejected': async () => {} }
  expect(Object.keys(incomplete)).toHaveLength(2)
})
