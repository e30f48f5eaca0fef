import { setImmediate as turn } from 'node:timers/promises'
import { storefront as contracts } from '@switchyard/contracts/storefront'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { callPriorities } from './call-priority.ts'
import { createServer } from './server.ts'
import { Shed } from './shed.ts'
import { shedRequests } from './shed-requests.ts'
import { doorsOf } from './testing/limited-doors.ts'

const stock = '/api/v2/stock/a-a3'
const order = '/api/v2/orders/0193f000-0000-7000-8000-00000000000a/cancel'
const trpc = (names: string) => `/trpc/v2/${names}?batch=1&input=%7B%7D`

/** A gateway with four places at its door, in which whoever is let in stays until the test lets them go. */
async function crowdedDoors() {
  const door = new Shed({ places: () => 4, elapsedMs: () => performance.now(), after: clock.after })
  const held = Promise.withResolvers<void>()
  let asked = 0
  const { app } = await createServer({
    ...doorsOf({ newId: () => 'id', clock }),
    shed: shedRequests({ door, priorityOf: callPriorities(contracts) }),
    identify: async (request) => {
      asked += 1
      request.principal = { kind: 'guest', id: 'g' }
      if (request.headers['x-stays']) await held.promise
    },
  })
  const fill = async (count: number) => {
    const inside = Array.from({ length: count }, () => app.inject({ url: stock, headers: { 'x-stays': '1' } }))
    while (door.view().inside < Math.min(3, count)) await turn()
    return inside
  }
  return { app, door, fill, held, asked: () => asked, [Symbol.asyncDispose]: () => app.close() }
}

test('what is too much is told to come back, before anybody is asked who it is, over every protocol', async () => {
  await using gateway = await crowdedDoors()
  const inside = await gateway.fill(3)
  const asked = gateway.asked()
  const [rest, overTrpc] = await Promise.all([stock, trpc('stock.bySku')].map((url) => gateway.app.inject({ url })))
  expect([rest?.statusCode, rest?.headers['retry-after'], rest?.json().code]).toEqual([503, '3', 'overloaded'])
  expect(rest?.headers).toMatchObject({ 'x-request-id': expect.any(String), 'x-content-type-options': 'nosniff' })
  expect([overTrpc?.statusCode, overTrpc?.json().error.data.code]).toEqual([503, 'overloaded'])
  expect(gateway.asked()).toBe(asked)
  gateway.held.resolve()
  expect((await Promise.all(inside)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
})

test('meanwhile checkout, the bag and health are let in, and a batch with the bag in it; nothing else is', async () => {
  await using gateway = await crowdedDoors()
  await gateway.fill(3)
  const asked = gateway.asked()
  await gateway.app.inject({ url: '/api/v2/orders', method: 'POST', payload: {} })
  await gateway.app.inject({ url: '/trpc/v2/cart.set', method: 'POST', payload: { lines: [] } })
  await gateway.app.inject({ url: trpc('products.list,cart.get') })
  expect(gateway.asked()).toBe(asked + 3)
  expect((await gateway.app.inject({ url: '/readyz' })).statusCode).toBe(200)
  expect((await gateway.app.inject({ url: order, method: 'POST' })).statusCode).toBe(503)
  gateway.held.resolve()
})

test('over GraphQL too: what its document asks for counts, whatever it is called', async () => {
  await using gateway = await crowdedDoors()
  await gateway.fill(3)
  const asked = gateway.asked()
  const send = (body: object) => gateway.app.inject({ url: '/graphql', method: 'POST', payload: body })
  for (const body of [
    { query: 'query placeOrder { cart: stock(sku: "a-a3") { available } }', operationName: 'placeOrder' },
    { query: '{ stock(sku: "a-a3") { sku } } fragment Bag on Query { cart { lines { sku } } }' },
    { query: 'query A { stock(sku: "a-a3") { sku } } query B { cart { lines { sku } } }', operationName: 'A' },
    { documentId: 'shop.order', variables: { orderId: 'x' } },
    { query: '{ nothing }' },
  ]) {
    const answer = await send(body)
    expect([answer.statusCode, answer.json().errors[0].extensions.code]).toEqual([503, 'overloaded'])
    expect(answer.headers['retry-after']).toMatch(/^[23]$/)
  }
  expect(gateway.asked()).toBe(asked)
  await send({ query: '{ stock(sku: "a-a3") { sku } ...Bag } fragment Bag on Query { cart { lines { sku } } }' })
  await send({ query: 'mutation($input: SetCartInput!) { setCart(input: $input) { lines { sku } } }' })
  expect(gateway.asked()).toBe(asked + 2)
  gateway.held.resolve()
})

test('a place is free again when the answer has gone out, also when it was a failure', async () => {
  await using gateway = await crowdedDoors()
  gateway.held.resolve()
  for (let n = 0; n < 10; n++) {
    const urls = [stock, '/api/v2/nothing', '/api/v2/products/%zz', '/trpc/v2/stock.bySku']
    await Promise.all(urls.map((url) => gateway.app.inject({ url })))
  }
  expect(gateway.door.view().inside).toBe(0)
})

test('a client that leaves gives its place back, and so does one that leaves while it waits', async () => {
  await using gateway = await crowdedDoors()
  const url = await gateway.app.listen({ host: '127.0.0.1', port: 0 })
  const leaving = new AbortController()
  const gone = Array.from({ length: 4 }, () =>
    fetch(url + stock, { headers: { 'x-stays': '1' }, signal: leaving.signal }).catch(() => 'gone'),
  )
  while (gateway.door.view().inside < 3) await turn()
  leaving.abort()
  await Promise.all(gone)
  await expect.poll(() => gateway.door.view().inside).toBe(0)
  expect(gateway.door.view().lines.map(({ waiting }) => waiting)).toEqual([0, 0, 0, 0, 0])
})
