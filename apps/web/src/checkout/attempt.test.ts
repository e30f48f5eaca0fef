import { expect, it } from 'vitest'
import { attemptFor } from './attempt.ts'

const order = { lines: [{ sku: 'first-light-a2', quantity: 1 }], payment: { token: 'tok_ok' } }

it('keeps its key for the same order', () => {
  const first = attemptFor(null, order, () => 'key-1')
  expect(attemptFor(first, { ...order }, () => 'key-2')).toEqual({ key: 'key-1', body: JSON.stringify(order) })
})

it('takes a new key once anything differs', () => {
  const first = attemptFor(null, order, () => 'key-1')
  expect(attemptFor(first, { ...order, payment: { token: 'tok_flaky' } }, () => 'key-2').key).toBe('key-2')
})
