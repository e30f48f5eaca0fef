import type { Order, PlaceOrder } from '@switchyard/contracts/orders'
import { describe, expect, test } from 'vitest'
import type { Facts } from './facts.ts'
import { invariantsOfAnswers, violationsIn } from './invariants-of-answers.ts'
import type { Acknowledged } from './shop-client.ts'

const price = 4_900
const placedAt = '2026-01-01T00:00:00.000Z'
const wantedBy = (key: string): PlaceOrder => ({
  lines: [{ sku: 'moon-a3', quantity: 2 }],
  contact: { name: 'Open Loop', email: `${key}@load.test` },
  address: { line1: 'Langstrasse 12', city: 'Zürich', postalCode: '8004', country: 'CH' },
  payment: { token: 'tok_ok' },
})
const acknowledged = (key: string): Acknowledged => ({
  key,
  wanted: wantedBy(key),
  text: `{"orderId":"order-${key}"}`,
  answer: {
    orderId: `order-${key}`,
    number: key,
    status: 'pending',
    total: { amount: 2 * price, currency: 'EUR' },
    accessToken: '',
  },
})
const line = {
  ...{ sku: 'moon-a3', slug: 'moon', title: 'Moon', size: 'a3' as const, quantity: 2, edition: 50, numbers: [1, 2] },
  unitPrice: { amount: price, currency: 'EUR' as const },
  total: { amount: 2 * price, currency: 'EUR' as const },
}
const order = (key: string): Order => ({
  ...{ orderId: `order-${key}`, number: key, status: 'confirmed', reason: null, placedAt, lines: [line] },
  ...{ total: line.total, contact: wantedBy(key).contact, address: wantedBy(key).address },
  ...{ cancellable: false, returnable: false, timeline: [{ seq: 1, at: placedAt, status: 'pending', note: null }] },
})

/** Two orders that were acknowledged and are there. */
function sound(): Facts {
  const placed = ['a', 'b'].map(acknowledged)
  return {
    ...{ acknowledged: placed, unsettled: [], strays: [], written: 2 },
    orders: new Map(['a', 'b'].map((key) => [`order-${key}`, order(key)])),
    replays: new Map(placed.map(({ key, text }) => [key, text])),
  }
}
const withOrder = (changed: Order): Partial<Facts> => ({
  orders: new Map([...sound().orders, [changed.orderId, changed]]),
})

/** What a broken shop would leave behind, by the invariant that must find it. */
const planted: Record<string, Record<string, Partial<Facts>>> = {
  'no order is lost': { 'an acknowledged order is gone': { orders: new Map([['order-a', order('a')]]) } },
  'no order is doubled': {
    'an order was written that nobody was told of': { written: 3 },
    'an order is in no book': { written: 1 },
  },
  'every outcome can be learnt': { 'a key gets no answer': { unsettled: ['e'] } },
  'one answer a key': {
    'a key makes a second order': { replays: new Map([...sound().replays, ['a', '{"orderId":"order-z"}']]) },
    'a key is forgotten': { replays: new Map([...sound().replays].filter(([key]) => key !== 'b')) },
    'two keys get one order': { acknowledged: [...sound().acknowledged, { ...acknowledged('a'), key: 'e' }] },
  },
  'an order is what was asked for': {
    'the order of somebody else is shown': withOrder({ ...order('a'), contact: order('b').contact }),
    'the total changes': withOrder({ ...order('a'), total: { amount: 1, currency: 'EUR' } }),
    'a line is lost': withOrder({ ...order('a'), lines: [] }),
  },
  'nobody sees what is another’s': {
    'a catalogue page shows an address': { strays: ['the answer to /products showed b@load.test'] },
  },
}

test('a sound shop breaks nothing', () => {
  expect(violationsIn(sound())).toEqual([])
})

test('every invariant has a planted violation', () => {
  expect(Object.keys(planted)).toEqual(invariantsOfAnswers.map(({ name }) => name))
})

describe.each(Object.entries(planted))('%s', (name, faults) => {
  test.each(Object.entries(faults))('is found broken when %s', (_, fault) => {
    const found = violationsIn({ ...sound(), ...fault })
    expect(found.map(({ invariant }) => invariant)).toContain(name)
    expect(found.every(({ what }) => what.length > 10)).toBe(true)
  })
})
