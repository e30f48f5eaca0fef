import type { CallerView } from '@switchyard/contracts/lab'
import { expect, it } from 'vitest'
import { answeredLately, noHistory, withLook } from './call-history.ts'

const look = (answered: Record<string, number>, caller = 'gateway-1') =>
  ({
    caller,
    service: 'inventory',
    instances: Object.entries(answered).map(([instanceId, count]) => ({ instanceId, answered: count, failed: 0 })),
  }) as CallerView

it('tells what was answered between two looks, and nothing of the time before the first', () => {
  const first = withLook(noHistory, [look({ a: 900, b: 40 })], 1_000)
  expect(first.ticks[0]?.instances).toBeNull()
  const second = withLook(first, [look({ a: 903, b: 45 })], 2_000)
  expect(second.ticks[1]?.instances).toEqual({ a: { answered: 3, failed: 0 }, b: { answered: 5, failed: 0 } })
})

it('counts everything that a newcomer answered', () => {
  const first = withLook(noHistory, [look({ a: 10 })], 1_000)
  const second = withLook(first, [look({ a: 12, c: 4 })], 2_000)
  expect(second.ticks[1]?.instances?.c).toEqual({ answered: 4, failed: 0 })
})

it('knows nothing of the moment in which a process or an instance began to count anew', () => {
  const first = withLook(noHistory, [look({ a: 10 })], 1_000)
  expect(withLook(first, [look({ a: 2 })], 2_000).ticks[1]?.instances).toBeNull()
})

it('keeps the counts of gateways that answer in turn apart', () => {
  const first = withLook(noHistory, [look({ a: 100 }, 'gateway-1')], 1_000)
  const second = withLook(first, [look({ a: 7 }, 'gateway-2')], 2_000)
  const third = withLook(second, [look({ a: 105 }, 'gateway-1')], 3_000)
  expect(third.ticks.map(({ instances }) => instances?.a?.answered)).toEqual([undefined, undefined, 5])
})

it('sums up the last ten seconds alone', () => {
  let history = withLook(noHistory, [look({ a: 0 })], 1_000)
  history = withLook(history, [look({ a: 50 })], 2_000)
  history = withLook(history, [look({ a: 51 })], 12_000)
  history = withLook(history, [look({ a: 53 })], 13_000)
  expect(answeredLately(history, 'inventory')).toEqual({ a: 3 })
  expect(answeredLately(history, 'orders')).toEqual({})
})
