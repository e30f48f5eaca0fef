import { expect, test } from 'vitest'
import type { z } from 'zod'
import { CatalogueQuery } from './inventory.ts'
import { issuesOf } from './issues.ts'
import { PlaceOrder } from './orders.ts'
import { Instant } from './values.ts'

const order = {
  lines: [{ sku: 'contour-no-2-a2', quantity: 1 }],
  contact: { name: 'Ann', email: 'ann@example.org' },
  address: { line1: 'Street 1', city: 'Town', postalCode: '12345', country: 'DE' },
  payment: { token: 'tok_ok' },
}
const faults = (schema: z.ZodType, input: unknown) => {
  const { error } = schema.safeParse(input)
  return error ? issuesOf(error).map(({ path, message }) => `${path} ${message}`) : []
}

test('the example order has no faults', () => {
  expect(faults(PlaceOrder, order)).toEqual([])
})

const line = { sku: 'a', quantity: 1 }
const cases: [string, object, string[]][] = [
  ['quantity 0', { lines: [{ ...line, quantity: 0 }] }, ['lines.0.quantity must be at least 1']],
  ['quantity 10⁶', { lines: [{ ...line, quantity: 1e6 }] }, ['lines.0.quantity must be at most 10']],
  ['quantity 1.5', { lines: [{ ...line, quantity: 1.5 }] }, ['lines.0.quantity must be a whole number']],
  ['quantity "1"', { lines: [{ ...line, quantity: '1' }] }, ['lines.0.quantity must be a number']],
  ['an empty cart', { lines: [] }, ['lines must have at least 1 entry']],
  ['no lines', { lines: undefined }, ['lines is missing; give a list']],
  ['the same sku twice', { lines: [line, line] }, ['lines has two lines of the same sku']],
  ['an unknown field', { coupon: 'x' }, ['coupon is not a known field; remove it']],
  ['two unknown fields', { a: 1, b: 2 }, ['a is not a known field; remove it', 'b is not a known field; remove it']],
  [
    'an unknown field further down',
    { lines: [{ ...line, size: 'a2' }] },
    ['lines.0.size is not a known field; remove it'],
  ],
  ['a wrong address', { contact: { name: 'Ann', email: 'ann' } }, ['contact.email must be a valid e-mail address']],
  ['an empty name', { contact: { name: ' ', email: 'a@b.de' } }, ['contact.name must have at least 1 character']],
  [
    'a long country',
    { address: { ...order.address, country: 'DEU' } },
    ['address.country must have at most 2 characters'],
  ],
]
test.each(cases)('%s is named with its place and its cure', (_, over, expected) => {
  expect(faults(PlaceOrder, { ...order, ...over })).toEqual(expected)
})

test('a value that is none of a few names the few', () => {
  expect(faults(CatalogueQuery, { size: 'a4' })).toEqual(['size must be "a3" or "a2" or "a1"'])
})

test.each([
  ['on a day that is none', '2026-02-30T00:00:00Z', 'must be a valid instant such as 2026-01-31T12:00:00Z'],
  ['in the year 0', '0000-01-01T00:00:00Z', 'must lie in the year 0001 or later'],
  ['with 200 digits after the point', `2026-01-01T00:00:00.${'0'.repeat(200)}Z`, 'must have at most 40 characters'],
])('an instant %s, which PostgreSQL does not take, is refused', (_, instant, fault) => {
  expect(faults(Instant, instant)).toEqual([` ${fault}`])
})

test('the first and the last instant of the calendar have no faults', () => {
  expect(faults(Instant, '0001-01-01T00:00:00Z')).toEqual([])
  expect(faults(Instant, '9999-12-31T23:59:59.999999Z')).toEqual([])
})

test('something that is no object at all has no path', () => {
  expect(faults(PlaceOrder, 'hello')).toEqual([' must be an object'])
})

test('a thousand faults are cut to twenty, and none repeats what was sent', () => {
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`${'x'.repeat(300)}${index}`, index]))
  const listed = faults(PlaceOrder, { ...order, ...many })
  expect(listed).toHaveLength(20)
  expect(listed.join('').length).toBeLessThan(6_000)
})
