import { expect, test } from 'vitest'
import { availableOf, endOfHold, firstReservation, moves } from './stock.ts'

const stockRoom = new Map([
  ['a', { onHand: 3, reserved: 1 }],
  ['b', { onHand: 1, reserved: 1 }],
  ['c', { onHand: 0, reserved: 0 }],
])
const stockOf = (sku: string) => stockRoom.get(sku)

test('what is held by somebody is not available, and nothing is of an unknown SKU', () => {
  expect(availableOf(stockOf('a'))).toBe(2)
  expect(availableOf(stockOf('nowhere'))).toBe(0)
})

test('a first reservation holds all lines when there is enough of each', () => {
  expect(firstReservation([{ sku: 'a', quantity: 2 }], stockOf)).toEqual({ next: 'held', answer: 'stockReserved' })
})

test('a first reservation holds nothing when one line is short, and names the first such SKU in their order', () => {
  const lines = ['c', 'a', 'b'].map((sku) => ({ sku, quantity: 1 }))
  expect(firstReservation(lines, stockOf)).toEqual({ next: 'refused', answer: 'stockRefused', sku: 'b' })
})

test('a repeated command leaves a reservation as it is and is answered as before', () => {
  for (const rows of Object.values(moves)) {
    for (const { next, answer } of Object.values(rows)) {
      if (next !== 'none') expect(rows[next]).toEqual({ next, answer })
    }
  }
})

test('nothing leads back from an end to stock that is held or sold', () => {
  for (const rows of Object.values(moves)) {
    for (const end of ['refused', 'released', 'expired'] as const) expect(rows[end].next).toBe(end)
  }
})

test('only a hold ends by itself', () => {
  const at = new Date('2026-03-01T10:00:00Z')
  expect(endOfHold('held', at)).toBe('2026-03-01T10:00:00.000Z')
  expect(endOfHold('committed', at)).toBeNull()
})
