import type { QueueCounts } from '@switchyard/contracts/trail'
import { expect, it } from 'vitest'
import { donePerSecond, noHistory, withLook } from './queue-history.ts'

const look = (done: Record<string, number>, waiting = 0) =>
  ({
    ...{ queue: 'orders.mailroom', active: 0, waiting, delayed: 0, held: 0 },
    done: Object.entries(done).map(([instance, count]) => ({ instance, count })),
  }) as QueueCounts

it('tells what each instance did between two looks, and nothing of the time before the first', () => {
  const first = withLook(noHistory, look({ 'orders-1': 900 }), 1_000)
  expect(first.ticks[0]?.instances).toBeNull()
  const second = withLook(first, look({ 'orders-1': 905, 'orders-3': 2 }), 2_000)
  expect(second.ticks[1]?.instances).toEqual({
    'orders-1': { answered: 5, failed: 0 },
    'orders-3': { answered: 2, failed: 0 },
  })
})

it('knows nothing of a look that failed, and loses nothing that was done meanwhile', () => {
  let history = withLook(noHistory, look({ a: 10 }), 1_000)
  history = withLook(history, undefined, 2_000)
  history = withLook(history, look({ a: 16 }), 3_000)
  expect(history.depths.map(({ counts }) => counts === null)).toEqual([false, true, false])
  expect(history.ticks.map(({ instances }) => instances?.a?.answered)).toEqual([undefined, undefined, 6])
})

it('says how much is done in a second by what was done between looks, and does not know after one', () => {
  let history = withLook(noHistory, look({ a: 0, b: 0 }), 0)
  expect(donePerSecond(history)).toBeNull()
  for (let second = 1; second <= 8; second++)
    history = withLook(history, look({ a: second * 3, b: second }), second * 1_000)
  expect(donePerSecond(history)).toBe(4)
})
