import { afterAll, beforeAll, expect, it } from 'vitest'
import { callOf, openWorld, type World } from './testing/world.ts'

const dayMs = 24 * 3_600_000

let world: World
beforeAll(async () => {
  world = await openWorld({ adminUrl: process.env.TEST_DATABASE_URL })
})
afterAll(() => world[Symbol.asyncDispose]())

it('a key answers repeats for seven days and is forgotten then, though its order stays', async () => {
  const { orderId } = await world.place({}, { key: 'once' })
  await world.clock.advance(7 * dayMs - 1_000)
  await world.run('prune-keys')
  expect(await world.place({}, { key: 'once' })).toMatchObject({ orderId })
  await world.clock.advance(2_000)
  await world.run('prune-keys')
  expect((await world.place({}, { key: 'once' })).orderId).not.toBe(orderId)
  expect(await world.order(orderId)).toMatchObject({ orderId })
})

it('a bag is kept for a year after it was last touched', async () => {
  const bagOf = (id: string) => world.caller(callOf({ principal: { kind: 'guest', id } }))
  const lines = [{ sku: 'contour-no-2-a2', quantity: 1 }]
  await bagOf('gone').setCart({ lines })
  await world.clock.advance(30 * dayMs)
  await bagOf('comes back').setCart({ lines })
  await world.clock.advance(336 * dayMs)
  await world.run('prune-carts')
  expect(await bagOf('gone').cart({})).toEqual({ lines: [] })
  expect(await bagOf('comes back').cart({})).toEqual({ lines })
})

it('more than one batch is forgotten at once', async () => {
  await world.pool.query(
    `INSERT INTO carts (owner, lines, updated_at) SELECT 'guest:' || n, '[]', '2020-01-01' FROM generate_series(1, 1001) AS n`,
  )
  await world.run('prune-carts')
  const { rows } = await world.pool.query(`SELECT count(*)::int AS left FROM carts WHERE updated_at < '2021-01-01'`)
  expect(rows).toEqual([{ left: 0 }])
})
