import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { Leased } from './discovery.ts'
import { createView } from './view.ts'

const leased = (over: Partial<Leased> = {}): Leased => ({
  service: 'orders',
  instanceId: 'orders-1',
  address: '127.0.0.1:1',
  version: '1',
  zone: 'a',
  weight: 1,
  startedAtMs: 1,
  expiresInMs: 5_000,
  ttlMs: 5_000,
  ...over,
})
const viewOf = () => createView({ clock: new TestClock(), preserveMs: 15_000 })

test.each([
  ['older first', [1, 2]],
  ['newer first', [2, 1]],
])('of two entries under one id the one that started last counts, %s', (_, starts) => {
  const view = viewOf()
  view.take({ present: starts.map((startedAtMs) => leased({ startedAtMs })), left: [] })
  expect(view.entries.map(({ startedAtMs }) => startedAtMs)).toEqual([2])
})

test('an entry is the same object until something in it changes; what is left of its lease is no change', () => {
  const view = viewOf()
  view.take({ present: [leased()], left: [] })
  const [first] = view.entries
  expect(view.take({ present: [leased({ expiresInMs: 4_000 })], left: [] })).toBe(false)
  expect(view.entries[0]).toBe(first)
  expect(view.take({ present: [leased({ weight: 2 })], left: [] })).toBe(true)
  expect(view.entries[0]).not.toBe(first)
})
