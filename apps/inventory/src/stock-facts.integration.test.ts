import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pileFacts, stockroomFacts } from './stock-facts.ts'
import { openStockRoom, type StockRoomUnderTest } from './testing/stock-room.ts'

const first = '00000000-0000-7000-8000-000000000000'
const sku = 'first-light-a2'

let room: StockRoomUnderTest
beforeAll(async () => {
  room = await openStockRoom({ adminUrl: process.env.TEST_DATABASE_URL })
})
afterAll(() => room?.[Symbol.asyncDispose]())

test('the facts of an order are its reservation, its numbers and what was told of it, within the range alone', async () => {
  const [before, orderId, after] = [v7(), v7(), v7()]
  for (const each of [before, orderId, after]) {
    await room.tell('reserveStock', each, { lines: [{ sku, quantity: 2 }] })
    await room.tell('commitStock', each)
  }
  const { reservations, sent, buried } = await stockroomFacts(room.database.pool, { after: before, until: orderId })
  expect(reservations).toEqual([
    { orderId, state: 'committed', expiresAt: expect.any(String), lines: [{ sku, quantity: 2, numbers: [3, 4] }] },
  ])
  expect(sent.map(({ name, isRelayed, deliveries }) => ({ name, isRelayed, deliveries }))).toEqual(
    ['inventory.stockReserved', 'inventory.stockCommitted'].map((name) => ({ name, isRelayed: false, deliveries: [] })),
  )
  expect(buried).toEqual([])
})

test('a range without an end has what comes after the last order', async () => {
  const orderId = v7()
  await room.tell('reserveStock', orderId, { lines: [{ sku, quantity: 1 }] })
  const { reservations } = await stockroomFacts(room.database.pool, { after: first, until: null })
  expect(reservations.at(-1)).toMatchObject({ orderId, state: 'held' })
})

test('each pile stands beside what it must follow from', async () => {
  const piles = await pileFacts(room.database.pool)
  expect(piles.length).toBeGreaterThan(100)
  const pile = piles.find((one) => one.sku === sku)
  expect(pile).toMatchObject({ edition: 100, reserved: 1, held: 1, sold: 6, committed: 6, numbered: 6 })
  expect(pile?.moved).toEqual({ edition: 100, onHand: 94, reserved: 1, sold: 6 })
})
