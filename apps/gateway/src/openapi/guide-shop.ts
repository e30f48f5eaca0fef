import type { Guide } from './guide.ts'

const orderId = '0193f2c4-7a10-7c31-9d43-5b1f8a2c6e01'
const placedAt = '2026-11-23T10:00:00.000Z'
const price = { amount: 14_000, currency: 'EUR' }
const card = {
  ...{ slug: 'contour-no-2', title: 'Contour No. 2', artist: 'Halftone', collection: 'contours', palette: 'nocturne' },
  ...{ price, sizes: ['a3', 'a2', 'a1'], edition: 400, available: 381 },
}
const lag = { at: placedAt, waiting: 0, behindMs: 0, lastTookMs: 12, dead: 0 }
const access = { orderId }
const checkout = {
  lines: [{ sku: 'contour-no-2-a2', quantity: 1 }],
  contact: { name: 'Corner Gallery', email: 'orders@gallery.example' },
  address: { line1: 'Langstrasse 12', city: 'Zürich', postalCode: '8004', country: 'CH' },
}
const entries = [
  { seq: 1, at: placedAt, status: 'pending', note: null },
  { seq: 2, at: '2026-11-23T10:00:00.120Z', status: 'reserved', note: null },
]
const line = { sku: 'contour-no-2-a2', slug: 'contour-no-2', title: 'Contour No. 2', size: 'a2', quantity: 1 }

/** Catalogue, stock, bag, orders and sales. */
export const shopGuide: Guide = {
  'products.list': {
    summary: 'The catalogue, filtered, with counts for each filter',
    input: { size: 'a2', maxPrice: 20_000, sort: 'price', limit: 1 },
    output: {
      items: [card],
      facets: {
        collection: [{ value: 'contours', count: 6 }],
        palette: [{ value: 'nocturne', count: 4 }],
        size: [{ value: 'a2', count: 44 }],
      },
      ...{ total: 44, nextCursor: 'eyJhZnRlciI6ImNvbnRvdXItbm8tMiJ9', staleSince: null, degraded: [] },
    },
  },
  'products.bySlug': {
    summary: 'One print: its sizes, prices, stock and sales',
    input: { slug: 'contour-no-2' },
    output: {
      ...{
        slug: card.slug,
        title: card.title,
        artist: card.artist,
        collection: card.collection,
        palette: card.palette,
      },
      ...{ description: 'Lines of equal height.', year: 2026, releasedAt: '2026-03-01T09:00:00.000Z' },
      variants: [{ sku: 'contour-no-2-a2', size: 'a2', price, edition: 150, available: 143 }],
      ...{ soldLast30Days: 7, related: [card], staleSince: null, degraded: [] },
    },
  },
  'products.changePrice': {
    summary: 'What a print costs from now on, in one size; for staff',
    input: { sku: 'contour-no-2-a2', amount: 14_000 },
    output: { sku: 'contour-no-2-a2', slug: 'contour-no-2', price },
  },
  'stock.bySku': {
    summary: 'The stock of one print in one size',
    input: { sku: 'contour-no-2-a2' },
    output: { sku: 'contour-no-2-a2', edition: 150, onHand: 145, reserved: 2, sold: 5, available: 143 },
  },
  'cart.get': { summary: 'The bag, with prices of today', output: { lines: [], total: null, degraded: [] } },
  'cart.set': {
    summary: 'Puts exactly these lines into the bag',
    input: { lines: checkout.lines },
    output: {
      lines: [{ ...line, unitPrice: price, total: price, available: 143 }],
      ...{ total: price, degraded: [] },
    },
  },
  'orders.place': {
    summary: 'Places an order; it is fulfilled by itself',
    input: { ...checkout, payment: { token: 'tok_ok' } },
    output: {
      orderId,
      number: 'HT-7K3M9Q',
      status: 'pending',
      total: price,
      accessToken: 'v1.Zm9sbG93cyB0aGlzIG9yZGVy',
    },
  },
  'orders.list': {
    summary: "The caller's orders, the newest first",
    input: { limit: 1 },
    output: {
      items: [{ orderId, number: 'HT-7K3M9Q', status: 'confirmed', placedAt, total: price }],
      ...{ nextCursor: null, lag },
    },
  },
  'orders.byId': {
    summary: 'One order with its lines and its history',
    input: access,
    output: {
      ...{ orderId, number: 'HT-7K3M9Q', status: 'reserved', reason: null, placedAt },
      lines: [{ ...line, unitPrice: price, total: price, edition: 150, numbers: [] }],
      ...{ total: price, contact: checkout.contact, address: checkout.address },
      ...{ cancellable: true, returnable: false, timeline: entries },
    },
  },
  'orders.cancel': {
    summary: 'Cancels an order that was not sent yet; money and stock come back',
    input: access,
    output: { orderId, status: 'cancelled' },
  },
  'orders.return': {
    summary: 'Sends back what was shipped; restocked and refunded',
    input: access,
    output: { orderId, status: 'returned' },
  },
  'orders.timeline': { summary: 'Follows an order as it happens', input: access, output: entries[0] },
  'sales.byDay': {
    summary: 'What was sold and taken back, by day and by print',
    input: { days: 7 },
    output: {
      days: [{ day: '2026-11-23', orders: 1, sold: 1, takenBack: 0, revenue: price }],
      prints: [{ slug: 'contour-no-2', sold: 1, takenBack: 0, revenue: price }],
      lag,
    },
  },
}
