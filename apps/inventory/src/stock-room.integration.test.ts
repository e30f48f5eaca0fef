import type { Stock } from '@switchyard/contracts/inventory'
import { lastImpression } from '@switchyard/db/seed/last-impression'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstReservation, moves, type ReservationState, type StockCommand } from './stock.ts'
import { holdMs, openStockRoom, type StockRoomUnderTest } from './testing/stock-room.ts'

let room: StockRoomUnderTest
beforeAll(async () => {
  room = await openStockRoom({ adminUrl: process.env.TEST_DATABASE_URL })
})
afterAll(() => room?.[Symbol.asyncDispose]())

const one = (sku: string) => [{ sku, quantity: 1 }]

describe('the stock equation', () => {
  test('holds from the start, with 24 of 25 last impressions sold under the numbers 1 to 24', async () => {
    expect(await room.faults()).toEqual([])
    expect(await room.stockOf(lastImpression.sku)).toEqual({
      ...{ sku: 'last-impression-a3', edition: 25, onHand: 1, reserved: 0, sold: 24, available: 1 },
    })
  })

  test.each([
    ['sold = sold + 1', 'stock_equation'],
    ['edition = edition + 1', 'stock_equation'],
    ['reserved = on_hand + 1', 'stock_not_oversold'],
    ['on_hand = -1, sold = edition + 1, reserved = -1', 'stock_on_hand_check'],
    ['reserved = -1', 'stock_reserved_check'],
  ])('is kept by the database: SET %s is refused', async (change, constraint) => {
    const broken = room.database.pool.query(`UPDATE stock SET ${change} WHERE sku = 'ridge-no-2-a1'`)
    await expect(broken).rejects.toMatchObject({ constraint })
  })
})

describe('every move in the database follows the rules of stock.ts', () => {
  const reach: Record<ReservationState, (orderId: string) => Promise<unknown>> = {
    held: (orderId) => room.tell('reserveStock', orderId, { lines: one('moon-no-20-a3') }),
    refused: (orderId) => room.tell('reserveStock', orderId, { lines: one('no-such-print-a3') }),
    released: (orderId) => room.tell('releaseStock', orderId),
    committed: async (orderId) => {
      await reach.held(orderId)
      await room.tell('commitStock', orderId)
    },
    expired: async (orderId) => {
      await reach.held(orderId)
      await room.clock.advance(holdMs)
      await room.sweep()
    },
  }
  const cases = Object.entries(moves).flatMap(([command, rows]) =>
    Object.entries(rows).map(([state, { next, answer }]) => [command, state, next, answer] as const),
  )

  test.each(cases)('%s on %s leads to %s and is answered by %s', async (command, state, next, answer) => {
    const orderId = v7()
    if (state !== 'none') await reach[state as ReservationState](orderId)
    const lines = one('moon-no-20-a3')
    const answered = await room.tell(command as StockCommand, orderId, { lines })
    expect(answered?.event).toBe(answer)
    expect((await room.store.reservation(orderId))?.state ?? 'none').toBe(next)
    expect(await room.faults()).toEqual([])
  })
})

test.each([
  ['all that there is', [['selvedge-no-4-a3', 100]]],
  ['one more than there is', [['selvedge-no-11-a3', 151]]],
  [
    'an unknown SKU after one that there is',
    [
      ['selvedge-no-11-a3', 1],
      ['zzz', 1],
    ],
  ],
  [
    'two that are short',
    [
      ['selvedge-no-5-a3', 999],
      ['selvedge-no-11-a3', 999],
    ],
  ],
] as const)('a first reservation of %s ends as stock.ts says', async (_, cart) => {
  const [orderId, lines] = [v7(), cart.map(([sku, quantity]) => ({ sku, quantity }))]
  const stock = new Map<string, Stock | undefined>(
    await Promise.all(lines.map(async ({ sku }) => [sku, await room.stockOf(sku)] as const)),
  )
  const { answer, next, ...facts } = firstReservation(lines, (sku) => stock.get(sku))
  expect(await room.tell('reserveStock', orderId, { lines })).toMatchObject({ event: answer, ...facts })
  expect((await room.store.reservation(orderId))?.state).toBe(next)
})

test('tells of the SKUs whose piles may have moved after each move, and after a hold that has ended by itself', async () => {
  const sku = 'contour-no-2-a1'
  const seen = async (move: () => Promise<unknown>) => {
    room.moved.length = 0
    await move()
    return new Set(room.moved)
  }
  const [sold, ended] = [v7(), v7()]
  for (const orderId of [sold, ended]) {
    expect(await seen(() => room.tell('reserveStock', orderId, { lines: [{ sku, quantity: 1 }] }))).toEqual(
      new Set([sku]),
    )
  }
  expect(await seen(() => room.tell('commitStock', sold))).toEqual(new Set([sku]))
  expect(await seen(() => room.tell('releaseStock', sold))).toEqual(new Set([sku]))
  await room.clock.advance(holdMs + 1)
  expect(await seen(() => room.sweep())).toContain(sku)
})

test('reserves all lines of an order, sells them at commit with the lowest free numbers, and tells them', async () => {
  const orderId = v7()
  const lines = [
    { sku: 'contour-no-2-a2', quantity: 2 },
    { sku: 'atrium-no-21-a3', quantity: 1 },
  ]
  const expiresAt = new Date(room.clock.now() + holdMs).toISOString()
  expect(await room.tell('reserveStock', orderId, { lines })).toMatchObject({
    event: 'stockReserved',
    orderId,
    expiresAt,
  })
  expect(await room.stockOf('contour-no-2-a2')).toMatchObject({ onHand: 100, reserved: 2, sold: 0, available: 98 })
  expect((await room.tell('commitStock', orderId))?.lines).toEqual([
    { sku: 'atrium-no-21-a3', numbers: [1] },
    { sku: 'contour-no-2-a2', numbers: [1, 2] },
  ])
  expect(await room.stockOf('contour-no-2-a2')).toMatchObject({ onHand: 98, reserved: 0, sold: 2, available: 98 })
  expect(await room.store.reservation(orderId)).toEqual({
    ...{ orderId, state: 'committed', expiresAt: null },
    lines: expect.arrayContaining([
      { sku: 'contour-no-2-a2', quantity: 2, numbers: [1, 2] },
      { sku: 'atrium-no-21-a3', quantity: 1, numbers: [1] },
    ]),
  })
})

test('a release after the commit puts the prints back, and their numbers go to the next buyer', async () => {
  const [first, second, third] = [v7(), v7(), v7()]
  for (const orderId of [first, second]) {
    await room.tell('reserveStock', orderId, { lines: one('cutout-no-14-a3') })
    await room.tell('commitStock', orderId)
  }
  await room.tell('releaseStock', first)
  expect(await room.stockOf('cutout-no-14-a3')).toMatchObject({ reserved: 0, sold: 1 })
  await room.tell('reserveStock', third, { lines: one('cutout-no-14-a3') })
  expect((await room.tell('commitStock', third))?.lines).toEqual([{ sku: 'cutout-no-14-a3', numbers: [1] }])
})

test('an order that is short of one line holds none of the others and hears which SKU it was', async () => {
  const lines = [...one('ridge-no-8-a2'), { sku: lastImpression.sku, quantity: 2 }]
  const answer = await room.tell('reserveStock', v7(), { lines })
  expect(answer).toMatchObject({ event: 'stockRefused', sku: lastImpression.sku })
  expect(await room.stockOf('ridge-no-8-a2')).toMatchObject({ reserved: 0 })
})

describe('a message that comes again', () => {
  test('changes nothing and answers nothing: its first answer is on its way', async () => {
    const [orderId, messageId] = [v7(), v7()]
    await room.tell('reserveStock', orderId, { lines: one('ridge-no-8-a3'), messageId })
    await room.tell('reserveStock', orderId, { lines: one('ridge-no-8-a3'), messageId })
    expect(await room.answersTo(orderId)).toHaveLength(1)
  })

  test('is answered as the first time when it is another message of the same step, or the inbox was pruned', async () => {
    const [orderId, messageId] = [v7(), v7()]
    const first = await room.tell('reserveStock', orderId, { lines: one('ridge-no-8-a3'), messageId })
    await room.clock.advance(5)
    await room.database.pool.query('DELETE FROM inbox WHERE message_id = $1', [messageId])
    await room.tell('reserveStock', orderId, { lines: one('ridge-no-8-a3'), messageId })
    expect(await room.answersTo(orderId)).toEqual([first, first])
    const numbers = (await room.tell('commitStock', orderId))?.lines
    expect((await room.tell('commitStock', orderId))?.lines).toEqual(numbers)
    expect(await room.faults()).toEqual([])
  })

  test('takes effect once when five copies are delivered at the same moment', async () => {
    const [orderId, messageId] = [v7(), v7()]
    const copies = Array.from({ length: 5 }, () =>
      room.tell('reserveStock', orderId, { lines: one('ridge-no-24-a3'), messageId }),
    )
    await Promise.all(copies)
    expect(await room.answersTo(orderId)).toHaveLength(1)
    expect(await room.stockOf('ridge-no-24-a3')).toMatchObject({ reserved: 1 })
  })
})

test('an order whose saga never continues gives its stock back after its time, and one event tells so', async () => {
  const orders = Array.from({ length: 7 }, () => v7())
  for (const orderId of orders) await room.tell('reserveStock', orderId, { lines: one('bristle-no-11-a2') })
  await room.clock.advance(holdMs - 1)
  await room.sweep()
  expect(await room.stockOf('bristle-no-11-a2')).toMatchObject({ reserved: 7 })
  await room.clock.advance(1)
  await Promise.all([room.sweep(), room.sweep()])
  await room.sweep()
  expect(await room.stockOf('bristle-no-11-a2')).toMatchObject({ reserved: 0, sold: 0 })
  for (const orderId of orders) {
    const told = await room.answersTo(orderId)
    expect(told.map(({ event }) => event)).toEqual(['stockReserved', 'reservationExpired'])
  }
  expect(await room.tell('commitStock', orders[0]!)).toMatchObject({ event: 'stockRefused', sku: null })
  expect(await room.faults()).toEqual([])
})
