import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { QueueFaults } from './fault.ts'

const orderId = '01996b1e-7c3f-7a51-8d57-0f2d4c6e8a02'
const queue = 'orders.mailroom'
const message = { name: 'orders.orderCancelled', payload: { orderId, stepId: 's' } }
const fault = { id: 'fault-1', target: { queue }, kind: 'spoil', share: 1, ttlS: 10, expiresAt: '2026-01-01T00:00:00Z' }

const clock = new TestClock()
const going = new AbortController().signal

function faultsWith(over: object = {}, draw = 0) {
  const faults = new QueueFaults({ clock, random: () => draw })
  faults.hear({ type: 'faults', faults: [{ ...fault, ...over }] })
  return faults
}
const spoiled = { order_id: orderId, step_id: 's' }

test('a spoiled message names its fields as another release would', () => {
  expect(faultsWith().payloadOf(queue, message)).toEqual(spoiled)
})

test.each([
  ['another queue', { target: { queue: 'orders.fulfilment' } }],
  ['another order', { target: { queue, orderId: '01996b1e-7c3f-7a51-8d57-0f2d4c6e8a03' } }],
  ['messages of another name', { operation: 'orders.orderPlaced' }],
  ['calls', { target: { service: 'orders' }, kind: 'error' }],
])('a fault of %s leaves a message as it is', (_, over) => {
  const faults = faultsWith(over)
  expect(faults.payloadOf(queue, message)).toBe(message.payload)
  expect(() => faults.fail(queue, message)).not.toThrow()
})

test('a fault of one order and one name hits exactly those', () => {
  const faults = faultsWith({ target: { queue, orderId }, operation: message.name })
  expect(faults.payloadOf(queue, message)).toEqual(spoiled)
  expect(faults.payloadOf(queue, { ...message, payload: spoiled })).toBe(spoiled)
})

test('a failing queue fails the handler for its share of the messages', () => {
  const failing = { kind: 'error', share: 0.5 }
  expect(() => faultsWith(failing, 0.4).fail(queue, message)).toThrow('fault-1')
  expect(() => faultsWith(failing, 0.5).fail(queue, message)).not.toThrow()
})

test('once the host says that nothing is on, nothing is hurt', () => {
  const faults = faultsWith()
  faults.hear({ type: 'faults', faults: [] })
  expect(faults.payloadOf(queue, message)).toBe(message.payload)
})

test('a slow queue lets the handler begin later, and at once when the process stops', async () => {
  const faults = faultsWith({ kind: 'latency', delayMs: 2_000 })
  let begun = 0
  const stopping = new AbortController()
  const begin = (signal: AbortSignal) => faults.delay(queue, message, signal).then(() => ++begun)
  const [first, second] = [begin(going), begin(stopping.signal)]
  await clock.advance(1_999)
  expect(begun).toBe(0)
  stopping.abort()
  await second
  expect(begun).toBe(1)
  await clock.advance(1)
  await first
  expect(begun).toBe(2)
})

test('a queue is full at the lowest limit that a fault sets, and every other at its own', () => {
  const faults = new QueueFaults({ clock, random: () => 0 })
  const limited = (limit: number) => ({ ...fault, kind: 'limit', limit })
  faults.hear({ type: 'faults', faults: [limited(30), limited(20)] })
  expect([faults.limitOf(queue), faults.limitOf('orders.fulfilment')]).toEqual([20, undefined])
})
