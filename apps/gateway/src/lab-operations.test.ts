import { expect, test } from 'vitest'
import { offeredOperations } from './lab-operations.ts'

test('the routing table has where each operation is served, and how important it is', () => {
  const table = new Map(offeredOperations().map((row) => [row.name, row]))
  expect(table.get('products.bySlug')).toMatchObject({ rest: 'GET /api/v2/products/{slug}', priority: 'browse' })
  expect(table.get('orders.place')).toMatchObject({ rest: 'POST /api/v2/orders', priority: 'checkout' })
  expect(table.get('live.follow')).toMatchObject({ rest: null, priority: 'account' })
})
