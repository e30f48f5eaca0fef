import type { Order } from '@switchyard/contracts/orders'
import { expect, it } from 'vitest'
import { headlineOf, numbersInWords, sealOf } from './order-words.ts'

const at = '2026-11-21T20:00:00.000Z'
const line: Order['lines'][number] = {
  sku: 'contour-no-2-a2',
  slug: 'contour-no-2',
  title: 'Contour No. 2',
  size: 'a2',
  quantity: 1,
  unitPrice: { amount: 14_000, currency: 'EUR' },
  total: { amount: 14_000, currency: 'EUR' },
  edition: 100,
  numbers: [64],
}
const confirmed = {
  status: 'confirmed',
  reason: null,
  lines: [line],
  timeline: [{ seq: 1, at, status: 'confirmed', note: null }],
} as unknown as Order

it('names the number once it exists', () => {
  expect(headlineOf(confirmed).title).toBe('Confirmed: you have No. 64 of 100.')
  expect(sealOf(confirmed)).toEqual({ title: 'No. 64', caption: 'of 100', voice: 'works' })
  expect(numbersInWords([], 100)).toBe('number follows')
  expect(numbersInWords([3, 4, 9], 100)).toBe('Nos. 3, 4 and 9 of 100')
})

it('says why an order was rejected, in the order’s own words and once', () => {
  const rejected: Order = {
    ...confirmed,
    status: 'rejected',
    reason: 'payment_declined',
    timeline: [{ seq: 2, at, status: 'rejected', note: 'The bank said no. Nothing was charged.' }],
  }
  expect(headlineOf(rejected)).toEqual({
    title: 'The bank said no.',
    lead: 'Nothing was charged.',
  })
})

it('says of an order that was sent that it may come back, and after a return what has come back', () => {
  expect(headlineOf({ ...confirmed, status: 'delivered' }).lead).toContain('send it back')
  const returned: Order = {
    ...confirmed,
    status: 'returned',
    timeline: [
      { seq: 1, at, status: 'returned', note: 'Returned, as you asked.' },
      { seq: 2, at, status: 'returned', note: 'Refunded: €140.00 are on their way back to you.' },
    ],
  }
  expect(headlineOf(returned)).toEqual({
    title: 'Returned, as you asked.',
    lead: 'Refunded: €140.00 are on their way back to you.',
  })
  expect(sealOf(returned).title).toBe('Returned')
})

it('tells what came back after a cancel', () => {
  const cancelled: Order = {
    ...confirmed,
    status: 'cancelled',
    timeline: [
      { seq: 1, at, status: 'cancelled', note: 'Cancelled, as you asked.' },
      { seq: 2, at, status: 'cancelled', note: 'Your prints are back on the wall.' },
    ],
  }
  expect(headlineOf(cancelled).lead).toBe('Your prints are back on the wall.')
})
