import { expect, it } from 'vitest'
import { progress } from './progress.ts'

const goals = (...seen: boolean[]) => seen.map((is) => ({ seenAt: is ? 1 : null }))

it('takes watching for done once one goal was seen, and the goals once all were', () => {
  expect(progress({ predicted: false, acted: true, goals: goals(false, false) })).toEqual(['Do'])
  expect(progress({ predicted: true, acted: true, goals: goals(true, false) })).toEqual(['Predict', 'Do', 'Watch'])
  expect(progress({ predicted: true, acted: true, goals: goals(true, true) })).toContain('Goals')
})
