import type { Order, OrderStatus, PlaceOrder } from '@switchyard/contracts/orders'
import { describe, expect, test } from 'vitest'
import { invariants, violationsIn } from './checker.ts'
import type { Facts } from './facts.ts'
import type { LedgerEntry } from './ledger.ts'
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
const order = (key: string, way: readonly OrderStatus[], numbers: readonly number[] = []): Order => ({
  orderId: `order-${key}`,
  number: key,
  status: way.at(-1) ?? 'pending',
  reason: null,
  placedAt,
  lines: [
    {
      sku: 'moon-a3',
      slug: 'moon',
      title: 'Moon',
      size: 'a3',
      quantity: 2,
      unitPrice: { amount: price, currency: 'EUR' },
      total: { amount: 2 * price, currency: 'EUR' },
      edition: 50,
      numbers: [...numbers],
    },
  ],
  total: { amount: 2 * price, currency: 'EUR' },
  contact: wantedBy(key).contact,
  address: wantedBy(key).address,
  cancellable: false,
  returnable: false,
  timeline: way.map((status, index) => ({ seq: index + 1, at: placedAt, status, note: null })),
})
const entry = (key: string, kind: 'charge' | 'refund', amount = 2 * price): LedgerEntry => ({
  entryId: `${kind}-${key}`,
  kind,
  orderId: `order-${key}`,
  amount,
  currency: 'EUR',
})
const stock = (sold: number, reserved = 0) => ({
  sku: 'moon-a3',
  edition: 50,
  onHand: 50 - sold,
  reserved,
  sold,
  available: 50 - sold - reserved,
})
const sale: OrderStatus[] = ['pending', 'reserved', 'paid', 'confirmed']

/** Two sales, one rejection that was paid and given back, and one without any money: all as it should be. */
function sound(): Facts {
  const placed = ['a', 'b', 'c', 'd'].map(acknowledged)
  return {
    acknowledged: placed,
    unsettled: [],
    strays: [],
    orders: new Map([
      ['order-a', order('a', sale, [1, 2])],
      ['order-b', order('b', [...sale, 'confirmed'], [3, 4])],
      ['order-c', order('c', ['pending', 'reserved', 'paid', 'cancelled', 'cancelled'])],
      ['order-d', order('d', ['pending', 'rejected'])],
    ]),
    replays: new Map(placed.map(({ key, text }) => [key, text])),
    entries: [entry('a', 'charge'), entry('b', 'charge'), entry('c', 'charge'), entry('c', 'refund')],
    stock: [{ before: stock(10), after: stock(14) }],
  }
}

const withOrder = (changed: Order): Partial<Facts> => ({
  orders: new Map([...sound().orders, [changed.orderId, changed]]),
})
const withEntries = (...entries: LedgerEntry[]): Partial<Facts> => ({ entries })
const withStock = (after: ReturnType<typeof stock>): Partial<Facts> => ({ stock: [{ before: stock(10), after }] })
const without = (id: string) => new Map([...sound().orders].filter(([key]) => key !== id))
const [chargeA, chargeB, ...movesOfC] = sound().entries as [LedgerEntry, LedgerEntry, ...LedgerEntry[]]

/** What a broken shop would leave behind, by the invariant that must find it. */
const planted: Record<string, Record<string, Partial<Facts>>> = {
  'no order is lost': { 'an acknowledged order is gone': { orders: without('order-d') } },
  'every order ends': {
    'a saga stands still': withOrder(order('d', ['pending', 'reserved'])),
    'nobody took an order up': withOrder(order('d', ['pending'])),
  },
  'every outcome can be learnt': { 'a key gets no answer': { unsettled: ['e'] } },
  'one order a key': {
    'a key makes a second order': { replays: new Map([...sound().replays, ['a', '{"orderId":"order-z"}']]) },
    'a key is forgotten': { replays: new Map([...sound().replays].filter(([key]) => key !== 'b')) },
    'two keys get one order': {
      acknowledged: [...sound().acknowledged, { ...acknowledged('a'), key: 'e' }],
    },
  },
  'an order is what was asked for': {
    'the order of somebody else is shown': withOrder({
      ...order('a', sale, [1, 2]),
      contact: { name: 'Open Loop', email: 'b@load.test' },
    }),
    'the total changes': withOrder({ ...order('d', ['pending', 'rejected']), total: { amount: 1, currency: 'EUR' } }),
    'a line is lost': withOrder({ ...order('d', ['pending', 'rejected']), lines: [] }),
  },
  'nobody sees what is another’s': {
    'a catalogue page shows an address': { strays: ['the answer to /products showed b@load.test'] },
  },
  'history goes a legal way': {
    'an entry is missing': withOrder({
      ...order('d', ['pending', 'rejected']),
      timeline: [{ seq: 2, at: placedAt, status: 'rejected', note: null }],
    }),
    'an order comes back from its end': withOrder(order('a', ['pending', 'rejected', ...sale.slice(1)], [1, 2])),
    'a step is skipped': withOrder(order('a', ['pending', 'paid', 'confirmed'], [1, 2])),
    'status and history differ': withOrder({ ...order('d', ['pending', 'rejected']), status: 'cancelled' }),
  },
  'one charge a sale': {
    'a card is charged twice': withEntries(...sound().entries, { ...chargeA, entryId: 'again' }),
    'a sale is not charged': withEntries(chargeB, ...movesOfC),
    'the amount is wrong': withEntries({ ...chargeA, amount: 1 }, chargeB, ...movesOfC),
    'a sale is given back': withEntries(...sound().entries, entry('a', 'refund')),
  },
  'no sale, no money': {
    'a cancelled order keeps the money': withEntries(chargeA, chargeB, entry('c', 'charge')),
    'money is given back twice': withEntries(...sound().entries, { ...entry('c', 'refund'), entryId: 'again' }),
    'a rejected order is charged': withEntries(...sound().entries, entry('d', 'charge')),
    'a card is charged and refunded twice': withEntries(
      ...sound().entries,
      ...movesOfC.map((move) => ({ ...move, entryId: `${move.entryId}-again` })),
    ),
  },
  'no money without an order': {
    'an order that nobody was told of is charged': withEntries(...sound().entries, entry('ghost', 'charge')),
  },
  'stock adds up': {
    'a print vanishes': withStock({ ...stock(14), onHand: 35, available: 35 }),
    'more is sold than there is': withStock({ ...stock(51) }),
    'available is wrong': withStock({ ...stock(14), available: 30 }),
    'the edition grows': withStock({ ...stock(14), edition: 51, onHand: 37, available: 37 }),
  },
  'sold is what was ordered': {
    'a sale is counted twice': withStock(stock(16)),
    'a sale is not counted': withStock(stock(12)),
  },
  'nothing stays reserved': { 'a reservation is forgotten': withStock(stock(14, 2)) },
  'every print is one buyer’s': {
    'a number is given twice': withOrder(order('b', sale, [2, 3])),
    'a number is missing': withOrder(order('b', sale, [3])),
    'one order has a number twice': withOrder(order('b', sale, [3, 3])),
  },
}

test('a sound shop breaks nothing', () => {
  expect(violationsIn(sound())).toEqual([])
})

test('every invariant has a planted violation', () => {
  expect(Object.keys(planted)).toEqual(invariants.map(({ name }) => name))
})

describe.each(Object.entries(planted))('%s', (name, faults) => {
  test.each(Object.entries(faults))('is found broken when %s', (_, fault) => {
    const found = violationsIn({ ...sound(), ...fault })
    expect(found.map(({ invariant }) => invariant)).toContain(name)
    expect(found.every(({ what }) => what.length > 10)).toBe(true)
  })
})
