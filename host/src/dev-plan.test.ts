import { expect, it } from 'vitest'
import { devPlan } from './dev-plan.ts'

it('watches everything by itself', () => {
  expect([...devPlan([]).watched]).toEqual(['payments', 'inventory', 'orders', 'gateway', 'web'])
})

it('watches one service alone with --only, under the debugger with --inspect', () => {
  expect(devPlan(['--only', 'orders', '--inspect'])).toEqual({ watched: new Set(['orders']), inspected: 'orders' })
  expect(devPlan(['--only', 'orders']).inspected).toBeUndefined()
})

it.each([
  [['--only'], /--only takes one of/],
  [['--only', 'redis'], /--only takes one of payments/],
  [['--inspect'], /--inspect needs a service/],
  [['--onyl', 'orders'], /Unknown option --onyl/],
])('says what is wrong with %j', (args, message) => expect(() => devPlan(args)).toThrow(message))
