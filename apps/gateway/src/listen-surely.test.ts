import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { listenSurely } from './listen-surely.ts'

/** Followers of orders whose hints are all lost. */
function scene() {
  const clock = new TestClock()
  const marks = new Map<string, string>()
  const asked: string[][] = []
  const state = { isAway: false, hints: 0 }
  const listen = listenSurely({
    listen: () => {
      state.hints += 1
      return () => {
        state.hints -= 1
      }
    },
    marksOf: async (orderIds) => {
      asked.push(orderIds)
      if (state.isAway) throw new Error('away')
      return orderIds.flatMap((orderId) => {
        const mark = marks.get(orderId)
        return mark === undefined ? [] : [{ orderId, mark }]
      })
    },
    clock,
  })
  /** Counts how often whoever follows an order is woken. */
  const follow = (orderId: string) => {
    const follower = { woken: 0, leave: () => {} }
    follower.leave = listen(orderId, () => {
      follower.woken += 1
    })
    return follower
  }
  return { clock, marks, asked, state, follow }
}

test('wakes everybody who follows an order within a second of what no hint told, and nobody else', async () => {
  const { clock, marks, follow } = scene()
  marks.set('a', '1 pending').set('b', '1 pending')
  const [one, other, another] = [follow('a'), follow('a'), follow('b')]
  await clock.advance(1_000)
  // Of what it sees for the first time nobody knows whether it was told.
  expect([one.woken, other.woken, another.woken]).toEqual([1, 1, 1])
  marks.set('a', '2 paid')
  await clock.advance(1_000)
  expect([one.woken, other.woken, another.woken]).toEqual([2, 2, 1])
})

test('asks one question for all orders, each once, and none when nobody follows', async () => {
  const { clock, asked, state, follow } = scene()
  const followers = Array.from({ length: 600 }, (_, n) => follow(`order-${Math.floor(n / 2)}`))
  await clock.advance(800)
  expect(asked.map(({ length }) => length)).toEqual([300])
  for (const { leave } of followers) leave()
  await clock.advance(10_000)
  expect([asked.length, state.hints]).toEqual([1, 0])
  follow('order-1')
  await clock.advance(800)
  expect(asked.at(-1)).toEqual(['order-1'])
})

test('asks for no more orders at once than may be asked for', async () => {
  const { clock, asked, follow } = scene()
  for (let n = 0; n < 1_200; n++) follow(`order-${n}`)
  await clock.advance(800)
  expect(asked.map(({ length }) => length)).toEqual([500, 500, 200])
})

test('goes on after orders was away', async () => {
  const { clock, marks, state, follow } = scene()
  marks.set('a', '1 pending')
  const follower = follow('a')
  state.isAway = true
  await clock.advance(5_000)
  expect(follower.woken).toBe(0)
  state.isAway = false
  await clock.advance(1_000)
  expect(follower.woken).toBe(1)
})
