import { systemScope } from '@switchyard/rpc/connect'
import { serveCall } from '@switchyard/runtime/current-call'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { orderFacts } from './order-facts.ts'
import { callOf, openWorld, type World } from './testing/world.ts'

const first = '00000000-0000-7000-8000-000000000000'

let world: World
beforeAll(async () => {
  world = await openWorld({ adminUrl: process.env.TEST_DATABASE_URL })
})
afterAll(() => world[Symbol.asyncDispose]())

const service = () => callOf({ principal: systemScope({ clock: world.clock, deadlineMs: 1_000 }).principal })
const factsOf = async (orderId: string) => {
  const { orders } = await orderFacts(world.pool, first)
  return orders.find((order) => order.orderId === orderId)
}

it('the facts of an order are all that its database has about it, and nothing personal', async () => {
  const { orderId, number, total } = await world.place({ quantity: 2 })
  await world.settle()
  const facts = await factsOf(orderId)
  expect(facts).toEqual({
    ...{ orderId, number, status: 'confirmed', totalAmount: total.amount },
    ...{ placedAt: expect.any(String), statusAt: expect.any(String) },
    lines: [{ sku: 'contour-no-2-a2', quantity: 2, numbers: [1, 2] }],
    timeline: ['pending', 'reserved', 'paid', 'confirmed'].map((status, index) => ({ seq: index + 1, status })),
    sagas: [
      {
        ...{ name: 'fulfil-order', state: 'done' },
        steps: ['reserve', 'charge', 'commit'].map((name) => ({ name, state: 'done' })),
      },
    ],
    payment: { state: 'captured', amount: total.amount, chargeId: expect.stringMatching(/^ch_/), refundId: null },
    read: { number, status: 'confirmed', totalAmount: total.amount },
    sales: [{ sku: 'contour-no-2-a2', quantity: 2, amount: total.amount }],
    mails: [{ kind: 'order_confirmed', isOwn: true }],
    keys: [{ isOwn: true }],
  })
  expect(JSON.stringify(facts)).not.toMatch(/Ada|example\.test/)
})

it('a key and a mail of somebody else are told from the owner’s', async () => {
  const { orderId } = await world.place()
  await world.settle()
  await world.pool.query(`UPDATE mails SET recipient = 'else@example.test' WHERE order_id = $1`, [orderId])
  await world.pool.query(`UPDATE idempotency_keys SET principal = 'guest:else' WHERE result ->> 'orderId' = $1`, [
    orderId,
  ])
  expect(await factsOf(orderId)).toMatchObject({ mails: [{ isOwn: false }], keys: [{ isOwn: false }] })
})

it('all orders are told, page by page, each once, with what was sent about them', async () => {
  const ids: string[] = []
  while (ids.length < 210) {
    const few = await Promise.all(Array.from({ length: 6 }, () => world.place()))
    ids.push(...few.map(({ orderId }) => orderId))
  }
  const told: string[] = []
  const sent: string[] = []
  for (let after = first, isLast = false; !isLast; ) {
    const page = await orderFacts(world.pool, after)
    told.push(...page.orders.map(({ orderId }) => orderId))
    sent.push(...page.sent.filter(({ name }) => name === 'orders.orderPlaced').map(({ orderId }) => orderId))
    after = told.at(-1) ?? after
    isLast = page.isLast
  }
  expect(told).toEqual([...new Set(told)].sort())
  expect(told).toEqual(expect.arrayContaining(ids))
  expect(sent.toSorted()).toEqual(told)
})

it('a check that several wait for does not end with the call that asked for it first', async () => {
  const hasLeft = { signal: AbortSignal.abort(), leftMs: () => 0 }
  const check = () => world.caller(service()).check({})
  const [first, second] = await Promise.all([serveCall(hasLeft, check), check()])
  expect(second.orders).toBeGreaterThan(200)
  expect(first).toEqual(second)
})

it('the job keeps its verdict for whoever asks, and names what is broken', async () => {
  expect(await world.caller(service()).lastVerdict({})).toBeNull()
  // Whatever has changed within half a minute is left alone.
  await world.clock.advance(60_000)
  const job = world.run('check-invariants')
  // What looks wrong is looked at again a little later: here nobody has sold anything but orders.
  await expect
    .poll(() => world.clock.advance(10_000).then(() => world.caller(service()).lastVerdict({})))
    .not.toBeNull()
  await job
  const verdict = await world.caller(service()).lastVerdict({})
  expect(verdict?.orders).toBeGreaterThan(200)
  expect(verdict?.invariants.filter(({ broken }) => broken > 0).map(({ name }) => name)).toContain('one charge a sale')
})
