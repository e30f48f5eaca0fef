import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { inOrder, subscribers } from '@switchyard/contracts/subscribers'
import { expect, test } from 'vitest'
import { queuesOf, routesFrom } from './routes.ts'

const declared = {
  'orders.fulfilment': [inventory.events.stockReserved],
  'orders.readModel': [inventory.events.stockReserved, orders.events.orderPlaced],
}

test('an event goes to each declared subscriber and to nobody else', () => {
  const routes = routesFrom('inventory', declared)
  expect(queuesOf(inventory.events.stockReserved, routes)).toEqual(['orders.fulfilment', 'orders.readModel'])
  expect(queuesOf(inventory.events.stockRefused, routes)).toEqual([])
})

test('a service relays only its own events', () => {
  expect(routesFrom('orders', declared)).toEqual([
    { name: 'orders.orderPlaced', queue: 'orders.readModel', ordered: false },
  ])
})

test('a command goes to the queue that bears its name', () => {
  expect(queuesOf(inventory.commands.reserveStock, [])).toEqual(['inventory.reserveStock'])
})

test('every event that anybody declared has a route from the service that owns it', () => {
  const routes = [...routesFrom('orders'), ...routesFrom('inventory')]
  for (const [queue, events] of Object.entries(subscribers))
    for (const { name } of events) expect(routes).toContainEqual({ name, queue, ordered: inOrder.includes(queue) })
})
