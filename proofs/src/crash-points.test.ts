import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { saga } from '@switchyard/messaging/saga'
import { fulfilOrder } from '@switchyard/orders/fulfil-order.saga'
import { describe, expect, test } from 'vitest'
import { crashPointsOf, nameOf, sliceOf } from './crash-points.ts'
import { scenarioOf } from './scenarios.ts'
import { boundaries } from './trap.ts'

const points = crashPointsOf(fulfilOrder)
const { reserveStock, releaseStock } = inventory.commands
const { stockReserved, stockRefused, stockReleased } = inventory.events

describe('the crash points of the fulfilment', () => {
  test('are every boundary around every message of every step, each with a way to get there', () => {
    expect(points).toHaveLength(55)
    expect(new Set(points.map(nameOf)).size).toBe(55)
    for (const { step, part } of points) expect(scenarioOf(step, part).ends).toBeTruthy()
  })

  test('grow with the table, and a step that nobody knows how to reach fails', () => {
    const pack = { name: 'pack', request: orders.commands.chargeCard, answerWithinMs: 1 } as const
    const longer = crashPointsOf({ ...fulfilOrder, steps: [...fulfilOrder.steps, pack] })
    expect(longer).toHaveLength(65)
    expect(() => longer.map(({ step, part }) => scenarioOf(step, part))).toThrow('the step "pack"')
  })

  test('leave nothing out of a step that has it all', () => {
    const whole = {
      request: reserveStock,
      done: stockReserved,
      refused: stockRefused,
      undo: releaseStock,
      undone: stockReleased,
    }
    const only = crashPointsOf(saga('one', { pivotWithinMs: 1 }, [{ name: 'a', ...whole, answerWithinMs: 1 }]))
    expect(only.map(({ part }) => part)).toEqual(
      ['request', 'done', 'refused', 'undo', 'undone'].flatMap((part) => boundaries.map(() => part)),
    )
  })

  test('are all in one slice or the other, and each slice has every boundary and every step', () => {
    const slices = [0, 1, 2].map((index) => sliceOf(points, { index, of: 3 }))
    expect(slices.flat().map(nameOf).sort()).toEqual(points.map(nameOf).sort())
    for (const slice of slices) {
      expect(new Set(slice.map(({ boundary }) => boundary)).size).toBe(boundaries.length)
      expect(new Set(slice.map(({ step }) => step)).size).toBe(fulfilOrder.steps.length)
    }
  })
})
