import { expect, test } from 'vitest'
import { turnBudget } from './turn-budget.ts'

test('a turn of the loop lets in for three milliseconds, the next one again', () => {
  let nowMs = 0
  const ends: (() => void)[] = []
  const turn = turnBudget({ elapsedMs: () => nowMs, afterTurn: (run) => ends.push(run) })
  const asked = [0, 1, 1, 1].map((ms) => {
    nowMs += ms
    return turn.isOver()
  })
  expect(asked).toEqual([false, false, false, true])
  expect(ends).toHaveLength(1)

  for (const end of ends.splice(0)) end()
  nowMs += 100
  expect(turn.isOver()).toBe(false)
  expect(ends).toHaveLength(1)
})
