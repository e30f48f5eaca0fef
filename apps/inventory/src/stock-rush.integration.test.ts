import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdMs, openStockRoom, type StockRoomUnderTest } from './testing/stock-room.ts'

let room: StockRoomUnderTest
beforeAll(async () => {
  room = await openStockRoom({ adminUrl: process.env.TEST_DATABASE_URL })
})
afterAll(() => room?.[Symbol.asyncDispose]())

test('200 buyers at once of an edition of 100 buy exactly 100, each under a number of its own', async () => {
  const lines = [{ sku: 'first-light-a2', quantity: 1 }]
  const bought = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const orderId = v7()
      const answer = await room.tell('reserveStock', orderId, { lines })
      if (answer?.event === 'stockRefused') return answer
      return await room.tell('commitStock', orderId)
    }),
  )
  const refused = bought.filter((answer) => answer?.event === 'stockRefused')
  expect(refused).toHaveLength(100)
  expect(refused.every((answer) => answer?.sku === 'first-light-a2')).toBe(true)
  const numbers = bought
    .flatMap((answer) => (answer?.lines as { numbers: number[] }[] | undefined) ?? [])
    .flatMap((line) => line.numbers)
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
  expect(await room.stockOf('first-light-a2')).toMatchObject({ onHand: 0, reserved: 0, sold: 100, available: 0 })
  expect(await room.faults()).toEqual([])
})

test('carts with the same prints in every order neither deadlock nor sell one too many', async () => {
  const skus = ['moon-no-9', 'moon-no-11', 'moon-no-16', 'moon-no-20', 'moon-no-22'].map((slug) => `${slug}-a3`)
  const before = await Promise.all(skus.map((sku) => room.stockOf(sku)))
  const scarcest = Math.min(...before.map((stock) => stock?.available ?? 0))
  const answers = await Promise.all(
    Array.from({ length: 150 }, async (_, index) => {
      const turned = [...skus.slice(index % 5), ...skus.slice(0, index % 5)]
      const lines = (index % 2 ? turned : turned.toReversed()).map((sku) => ({ sku, quantity: 2 }))
      const orderId = v7()
      const answer = await room.tell('reserveStock', orderId, { lines })
      // Every third is cancelled at once, or bought, or left to its time, while the others still reserve.
      if (index % 3 === 0) await room.tell('releaseStock', orderId)
      if (index % 3 === 1) await room.tell('commitStock', orderId)
      return answer?.event
    }),
  )
  expect(answers.filter((event) => event === 'stockReserved').length).toBeGreaterThanOrEqual(Math.floor(scarcest / 2))
  expect(new Set(answers)).toEqual(new Set(['stockReserved', 'stockRefused']))
  expect(await room.faults()).toEqual([])
})

test('commands and the sweep that meet at one order leave it in one state, with the stock that belongs to it', async () => {
  const orders = Array.from({ length: 25 }, () => v7())
  const lines = [
    { sku: 'ridge-no-2-a3', quantity: 1 },
    { sku: 'ridge-no-24-a3', quantity: 2 },
  ]
  await Promise.all(orders.map((orderId) => room.tell('reserveStock', orderId, { lines })))
  await room.clock.advance(holdMs)
  await Promise.all([
    ...orders.flatMap((orderId) => [
      room.tell('commitStock', orderId),
      room.tell('releaseStock', orderId),
      room.tell('releaseStock', orderId),
      room.tell('commitStock', orderId),
      room.tell('reserveStock', orderId, { lines }),
    ]),
    room.sweep(),
    room.sweep(),
  ])
  expect(await room.faults()).toEqual([])
  for (const orderId of orders) {
    expect((await room.store.reservation(orderId))?.state).toMatch(/^(released|expired)$/)
  }
  expect(await room.stockOf('ridge-no-24-a3')).toMatchObject({ reserved: 0, sold: 0 })
})
