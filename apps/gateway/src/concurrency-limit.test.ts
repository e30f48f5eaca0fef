import { expect, test } from 'vitest'
import { ConcurrencyLimit } from './concurrency-limit.ts'
import { watchLoopLag } from './loop-lag.ts'

const observed = (limit: ConcurrencyLimit, lagMs: number, times: number, full = true) => {
  for (let n = 0; n < times; n++) limit.observe(lagMs, full)
  return limit.places
}

test('a loop that is behind for a while takes fewer at once, down to a floor', () => {
  const limit = new ConcurrencyLimit()
  const usual = limit.places
  expect(observed(limit, 30, 4)).toBeLessThan(usual * 0.75)
  expect(observed(limit, 60, 1_000)).toBe(32)
})

test('turns that take a second are few to learn from: three of them are enough', () => {
  expect(observed(new ConcurrencyLimit(), 1_000, 3)).toBe(32)
})

test('one late turn is no overload', () => {
  const limit = new ConcurrencyLimit()
  const usual = limit.places
  limit.observe(70, true)
  expect(limit.places).toBeGreaterThanOrEqual(usual)
})

test('a door that is full while the loop is in time grows, to four times its first width within a second', () => {
  const limit = new ConcurrencyLimit()
  expect(limit.places).toBe(64)
  expect(observed(limit, 0, 100)).toBe(256)
  expect(observed(limit, 0, 100)).toBe(256)
})

test('a door that nobody finds full is never widened, and one that was narrowed grows again once it is', () => {
  const limit = new ConcurrencyLimit()
  expect(observed(limit, 0, 10_000, false)).toBe(64)
  observed(limit, 200, 1_000)
  expect(observed(limit, 0, 10_000, false)).toBe(32)
  expect(observed(limit, 0, 20)).toBeGreaterThanOrEqual(64)
})

test('tells how late the loop came, and nothing once it is told to stop', () => {
  const stopping = new AbortController()
  const told: number[] = []
  let due: (() => void) | undefined
  let nowMs = 0
  const after = (_: number, run: () => void) => {
    due = run
    return () => (due = undefined)
  }
  watchLoopLag({ elapsedMs: () => nowMs, after, tell: (lagMs) => told.push(lagMs), signal: stopping.signal })
  for (const ms of [10, 45, 10]) {
    nowMs += ms
    due?.()
  }
  stopping.abort()
  due?.()
  expect(told).toEqual([0, 35, 0])
})
