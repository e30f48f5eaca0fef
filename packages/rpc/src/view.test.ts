import { TestClock } from '@switchyard/runtime/clock'
import { describe, expect, test } from 'vitest'
import type { Leased } from './discovery.ts'
import { entryOf } from './testing/registry.ts'
import { createView } from './view.ts'

const ttlMs = 5_000
const preserveMs = 15_000
const leased = (n: number, over: Partial<Leased> = {}): Leased => ({
  ...entryOf(n),
  expiresInMs: ttlMs,
  ttlMs,
  ...over,
})

/** A view that is shown readings; each names who is there. */
function setUp() {
  const clock = new TestClock()
  const view = createView({ clock, times: { preserveMs, ttlMs } })
  const take = (present: Leased[], { left = [] as string[], whole = true } = {}) =>
    view.take({ present, left: new Set(left), whole }, clock.now())
  const ids = () => view.entries.map(({ instanceId }) => instanceId)
  return { clock, view, take, ids }
}
const three = () => [leased(1), leased(2), leased(3)]

test.each([
  ['older first', [1, 2]],
  ['newer first', [2, 1]],
])('of two entries under one instance id the one that started last counts, %s', (_, starts) => {
  const { view, take } = setUp()
  take(starts.map((startedAtMs) => leased(1, { startedAtMs })))
  expect(view.entries.map(({ startedAtMs }) => startedAtMs)).toEqual([2])
})

test('an entry is the same object until something in it changes; what is left of its lease is no change', () => {
  const { view, take } = setUp()
  take([leased(1)])
  const [first] = view.entries
  expect(take([leased(1, { expiresInMs: 4_000 })])).toBe(false)
  expect(view.entries[0]).toBe(first)
  for (const change of [
    { weight: 2 },
    { zone: 'b' },
    { version: '2' },
    { address: '127.0.0.1:9' },
    { startedAtMs: 9 },
  ]) {
    const [before] = view.entries
    expect(take([leased(1, change)])).toBe(true)
    expect(view.entries[0]).not.toBe(before)
  }
})

describe('a missing instance', () => {
  test('is gone at once when its lease had time to end', async () => {
    const { clock, take, ids } = setUp()
    take(three())
    await clock.advance(ttlMs)
    take([leased(1), leased(2)])
    expect(ids()).toEqual(['orders-1', 'orders-2'])
  })

  test('is gone at once when it said that it leaves', () => {
    const { take, ids } = setUp()
    take(three())
    take([], { left: ['orders-1@1', 'orders-2@2', 'orders-3@3'] })
    expect(ids()).toEqual([])
  })

  test('is not excused by the farewell of the one that had its name before', () => {
    const { take, ids } = setUp()
    take([leased(1, { startedAtMs: 7 }), leased(2)])
    take([leased(2)], { left: ['orders-1@1'] })
    expect(ids()).toEqual(['orders-1', 'orders-2'])
  })

  test('stays for a while when its lease cannot have ended: the registry has lost it', async () => {
    const { clock, take, ids } = setUp()
    take(three())
    await clock.advance(ttlMs - 1)
    take([leased(1), leased(2)])
    expect(ids()).toHaveLength(3)
    await clock.advance(preserveMs - 1)
    take([leased(1), leased(2)])
    expect(ids()).toHaveLength(3)
    await clock.advance(1)
    take([leased(1), leased(2)])
    expect(ids()).toEqual(['orders-1', 'orders-2'])
  })

  test('stays for a while when more than half are missing, and has all of it again after it was seen', async () => {
    const { clock, take, ids } = setUp()
    take(three())
    await clock.advance(ttlMs)
    take([leased(1)])
    await clock.advance(preserveMs - 1)
    take(three())
    await clock.advance(ttlMs)
    take([leased(1)])
    await clock.advance(preserveMs - 1)
    take([leased(1)])
    expect(ids()).toHaveLength(3)
    await clock.advance(1)
    take([leased(1)])
    expect(ids()).toEqual(['orders-1'])
  })

  test('is doubted alone as much as with others, once more than half were missing', async () => {
    const { clock, take, ids } = setUp()
    take(three())
    await clock.advance(ttlMs)
    take([leased(1)])
    take([leased(1), leased(2)])
    expect(ids()).toHaveLength(3)
  })

  test('stays when the registry has just come back, until everybody could register again', async () => {
    const { clock, view, take, ids } = setUp()
    take(three())
    view.miss()
    await clock.advance(60_000)
    take([leased(1), leased(2)])
    expect(ids()).toHaveLength(3)
    await clock.advance(ttlMs)
    take([leased(1), leased(2)])
    expect(ids()).toHaveLength(3)
    await clock.advance(preserveMs)
    take([leased(1), leased(2)])
    expect(ids()).toEqual(['orders-1', 'orders-2'])
  })

  test('is not counted as missing while the registry is away', async () => {
    const { clock, view, take, ids } = setUp()
    take(three())
    take([])
    await clock.advance(preserveMs - 1)
    view.miss()
    await clock.advance(60_000)
    take([])
    expect(ids()).toHaveLength(3)
  })

  test('stays for as long as only a part can be read, and is gone after a whole reading', async () => {
    const { clock, take, ids } = setUp()
    take(three())
    await clock.advance(60_000)
    take([leased(1), leased(2), leased(4)], { whole: false })
    await clock.advance(60_000)
    take([leased(1), leased(2), leased(4)], { whole: false })
    expect(ids()).toHaveLength(4)
    take([leased(1), leased(2), leased(4)])
    expect(ids()).toEqual(['orders-1', 'orders-2', 'orders-4'])
  })
})
