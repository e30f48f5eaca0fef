import { CatalogueQuery } from '@switchyard/contracts/inventory'
import { OrderAccess } from '@switchyard/contracts/orders'
import { expect, test } from 'vitest'
import { restInput } from './rest-input.ts'

const none = { params: {}, query: {}, headers: {}, body: undefined }

test('reads numbers and booleans of the query as the contract types them', () => {
  const input = restInput(CatalogueQuery, { ...none, query: { minPrice: '7500', inStock: 'true', search: '12' } })
  expect(input).toEqual({ minPrice: 7500, inStock: true, search: '12' })
})

test('leaves what is no number for the contract to refuse', () => {
  const input = restInput(CatalogueQuery, { ...none, query: { minPrice: 'cheap', limit: '1e3' } })
  expect(input).toEqual({ minPrice: 'cheap', limit: '1e3' })
  expect(CatalogueQuery.safeParse(input).success).toBe(false)
})

test('lets the path win over body and query', () => {
  const request = {
    ...none,
    params: { orderId: 'from-path' },
    query: { orderId: 'from-query' },
    body: { orderId: 'from-body' },
  }
  expect(restInput(OrderAccess, request)).toEqual({ orderId: 'from-path' })
})

test('takes an order token from its header', () => {
  const input = restInput(OrderAccess, { ...none, params: { orderId: 'o' }, headers: { 'x-order-token': 'opens-it' } })
  expect(input).toEqual({ orderId: 'o', accessToken: 'opens-it' })
})

test.each([[[1]], ['text'], [null], [7]])('refuses the body %j', (body) => {
  expect(() => restInput(OrderAccess, { ...none, body })).toThrow('JSON object')
})
