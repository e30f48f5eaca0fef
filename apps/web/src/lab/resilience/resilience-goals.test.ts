import type { CallerView } from '@switchyard/contracts/lab'
import { expect, it } from 'vitest'
import { firstSetting, type Harm } from './harm.ts'
import { type Ran, resilienceGoals, whatCameOfErrors } from './resilience-goals.ts'

const calls = (answered: number, failed: number, tries = 1) => [
  ...Array.from({ length: answered }, () => ({ ok: true, attempts: Array.from({ length: tries }) })),
  ...Array.from({ length: failed }, () => ({ ok: false, attempts: [{}] })),
]
const lane = (answered: number, failed: number, more: { tries?: number; attempts?: number } = {}) => {
  const { tries = 1, attempts = answered * tries + failed } = more
  return { calls: calls(answered, failed, tries), failed, attempts }
}
const ran = (lanes: object[], harm: Partial<Harm> = {}) =>
  ({ comparison: { lanes }, harm: { ...firstSetting.harm, ...harm } }) as unknown as Ran
const breakerIs = (state: CallerView['breaker']['state']) => ({
  breaker: { state, trialInMs: null, openMs: 0 },
  retryBudget: { left: 0, max: 10 },
})
const seen = (...given: Parameters<typeof resilienceGoals>) =>
  resilienceGoals(...given)
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('ticks that calls are saved only if none failed with every pattern and some did without', () => {
  expect(seen(ran([lane(60, 0), lane(50, 10)]), undefined)).toEqual(['saved'])
  expect(seen(ran([lane(59, 1), lane(50, 10)]), undefined)).toEqual([])
  expect(seen(ran([lane(60, 0), lane(60, 0)]), undefined)).toEqual([])
})

it('ticks a further try that won on the side that has every pattern', () => {
  expect(seen(ran([lane(60, 0, { tries: 2 }), lane(60, 0)]), undefined)).toEqual(['second'])
  expect(seen(ran([lane(60, 0), lane(60, 0, { tries: 2 })]), undefined)).toEqual([])
})

it('ticks the budget only while every answer fails', () => {
  const everyAnswer = { kind: 'error', whom: 'all', percent: 100 } as const
  expect(seen(ran([lane(0, 60, { attempts: 76 }), lane(0, 60)], everyAnswer), breakerIs('closed'))).toEqual(['budget'])
  expect(seen(ran([lane(0, 60, { attempts: 77 }), lane(0, 60)], everyAnswer), breakerIs('closed'))).toEqual([])
  expect(seen(ran([lane(0, 60), lane(0, 60)], { ...everyAnswer, percent: 90 }), breakerIs('closed'))).toEqual([])
})

it('ticks the breaker by what the gateway tells, or by a call that was refused without a try', () => {
  expect(seen(null, breakerIs('open'))).toEqual(['opens'])
  expect(seen(null, breakerIs('closed'))).toEqual([])
  const refused = { calls: [{ ok: false, attempts: [] }], failed: 1, attempts: 0 }
  expect(seen(ran([lane(1, 1), refused]), undefined)).toEqual(['opens'])
})

it('judges a prediction only by the harm that it was made about', () => {
  expect(whatCameOfErrors(ran([lane(60, 0)]))).toBe('none')
  expect(whatCameOfErrors(ran([lane(57, 3)]))).toBe('few')
  expect(whatCameOfErrors(ran([lane(45, 15)]))).toBe('quarter')
  expect(whatCameOfErrors(ran([lane(45, 15)], { kind: 'drop' }))).toBeNull()
  expect(whatCameOfErrors(null)).toBeNull()
})
