import { testRedisUrl } from '@switchyard/messaging/testing/redis'
import { fulfilOrder } from '@switchyard/orders/fulfil-order.saga'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { crashPointsOf, sliceOf } from './crash-points.ts'
import { crashAt } from './crash-run.ts'
import { openShop } from './shop.ts'

const engines = { adminUrl: process.env.TEST_DATABASE_URL, redisUrl: testRedisUrl() }
const points = crashPointsOf(fulfilOrder)

test('a process that dies at any boundary of any step costs an order time and nothing else', async () => {
  await using shop = await openShop(engines)
  // Reservations share a statement, so each of its boundaries is that of several messages.
  const shared = points.filter(
    ({ message, boundary }) => message === 'inventory.reserveStock' && boundary === 'after commit',
  )
  const slice = [...new Set([...sliceOf(points, { index: 1, of: 9 }), ...shared])]
  const report = await crashAt(shop, slice)
  expect(report).toMatchObject({ points: slice.length, deaths: slice.length, violations: [] })
})

test('is found out when a charge has a new key for every attempt', async () => {
  await using shop = await openShop({
    ...engines,
    overBank: (bank) => ({ ...bank, charge: (asked, signal) => bank.charge({ ...asked, key: v7() }, signal) }),
  })
  const afterTheMoney = points.filter(
    (point) => point.message === 'orders.chargeCard' && point.boundary === 'after effect',
  )
  const { violations } = await crashAt(shop, afterTheMoney.slice(0, 1), { patienceMs: 0 })
  expect(violations).toContainEqual(expect.stringContaining('was charged 2 times'))
})
