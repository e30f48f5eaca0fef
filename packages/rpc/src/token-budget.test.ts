import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TokenBudget } from './token-budget.ts'

test('what is spent is at most the share of the calls and the reserve, in whatever order', () => {
  const share = fc.constantFrom(0.01, 0.05, 0.1, 0.2, 0.5)
  const steps = fc.array(fc.boolean(), { maxLength: 2_000 })
  const property = fc.property(share, fc.integer({ min: 1, max: 20 }), steps, (part, reserve, spends) => {
    const budget = new TokenBudget({ share: part, reserve })
    let [calls, spent] = [0, 0]
    for (const wants of spends) {
      if (!wants) {
        budget.earn()
        calls++
      } else if (budget.spend()) spent++
      expect(spent).toBeLessThanOrEqual(calls * part + reserve + 1e-6)
      expect(budget.left).toBeGreaterThanOrEqual(0)
      expect(budget.left).toBeLessThanOrEqual(reserve)
    }
  })
  fc.assert(property)
})

test('lets the whole reserve be spent at once, and then nothing', () => {
  const budget = new TokenBudget({ share: 0.1, reserve: 3 })
  expect([budget.spend(), budget.spend(), budget.spend(), budget.spend()]).toEqual([true, true, true, false])
  expect(budget.empty).toBe(true)
})

test.each([
  [0.1, 10],
  [0.05, 20],
])('at a share of %f every %i calls pay for exactly one more', (share, calls) => {
  const budget = new TokenBudget({ share, reserve: 1 })
  budget.spend()
  for (let round = 0; round < 50; round++) {
    for (let n = 1; n < calls; n++) budget.earn()
    expect([budget.empty, budget.spend()]).toEqual([true, false])
    budget.earn()
    expect([budget.empty, budget.spend()]).toEqual([false, true])
  }
})

test('a calm hour does not save up for a storm', () => {
  const budget = new TokenBudget({ share: 0.1, reserve: 2 })
  for (let n = 0; n < 10_000; n++) budget.earn()
  expect([budget.left, budget.max]).toEqual([2, 2])
})
