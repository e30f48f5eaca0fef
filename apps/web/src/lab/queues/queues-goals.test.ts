import { expect, it } from 'vitest'
import type { Run } from './queue-runs.ts'
import { queuesGoals, whatCameOfOrders } from './queues-goals.ts'

const run = (over: Partial<Run> = {}): Run => ({
  ...{ number: 1, email: 'a@b.test', slow: true, workers: ['orders-1', 'orders-2'], before: {}, done: {} },
  ...{ startedAt: 0, taken: 60, refused: 0, mails: 60, waitingMost: 0, heldMost: 0, heldElsewhereMost: 0 },
  ...{ drainedAt: 14_000, ...over },
})
const seen = (...runs: Run[]) => queuesGoals(runs).flatMap(({ key, seen }) => (seen ? [key] : []))

it('sees nothing before anything was sent, nor in a queue that kept up', () => {
  expect(seen()).toEqual([])
  expect(seen(run({ waitingMost: 9 }))).toEqual([])
})

it('ticks back-pressure only while every other queue takes everything, and the count only once all mails are there', () => {
  const full = { waitingMost: 20, heldMost: 12 }
  expect(seen(run({ ...full, drainedAt: null, mails: 4 }))).toEqual(['backlog', 'held'])
  expect(seen(run(full))).toEqual(['backlog', 'held', 'all'])
  expect(seen(run({ ...full, mails: 61 }))).toEqual(['backlog', 'held'])
  expect(seen(run({ ...full, heldElsewhereMost: 1 }))).toEqual(['backlog', 'all'])
})

it('ticks a share only for an instance that came while the run was on', () => {
  expect(seen(run({ done: { 'orders-1': 40, 'orders-3': 4 } }))).toEqual([])
  expect(seen(run({ done: { 'orders-1': 40, 'orders-3': 5 } }))).toEqual(['shares'])
  expect(seen(run({ workers: ['orders-1', 'orders-3'], done: { 'orders-3': 30 } }))).toEqual([])
})

it('ticks a sooner end only for the same slow load on more instances', () => {
  const three = { workers: ['orders-1', 'orders-2', 'orders-3'], drainedAt: 9_000 }
  expect(seen(run(), run(three))).toEqual(['faster'])
  expect(seen(run(three), run())).toEqual(['faster'])
  expect(seen(run(), run({ drainedAt: 9_000 }))).toEqual([])
  expect(seen(run(), run({ ...three, slow: false }))).toEqual([])
  expect(seen(run(), run({ ...three, taken: 30, mails: 30 }))).toEqual([])
  expect(seen(run(), run({ ...three, drainedAt: null }))).toEqual([])
})

it('judges the prediction by what became of orders placed into a full queue, once their mails are there', () => {
  expect(whatCameOfOrders([run()])).toBeNull()
  expect(whatCameOfOrders([run({ heldMost: 9, drainedAt: null })])).toBeNull()
  expect(whatCameOfOrders([run({ heldMost: 9 })])).toBe('late')
  expect(whatCameOfOrders([run({ heldMost: 9, refused: 2, taken: 58, mails: 58 })])).toBe('refused')
})
