import { expect, test } from 'vitest'
import { ConcurrencyLimit } from './concurrency-limit.ts'
import { watchLoopLag } from './loop-lag.ts'

const observed = (limit: ConcurrencyLimit, lagMs: number, times: number) => {
  for (let n = 0; n < times; n++) limit.observe(lagMs)
  return limit.places
}

test('a loop that is behind for a while takes fewer at once, down to a floor', () => {
  const limit = new ConcurrencyLimit()
  const usual = limit.places
  expect(observed(limit, 60, 10)).toBeLessThan(usual / 2)
  expect(observed(limit, 60, 1_000)).toBe(32)
})

test('turns that take a second are few to learn from: three of them are enough', () => {
  expect(observed(new ConcurrencyLimit(), 1_000, 3)).toBe(32)
})

test('one late turn is no overload', () => {
  const limit = new ConcurrencyLimit()
  const usual = limit.places
  limit.observe(70)
  expect(limit.places).toBe(usual)
})

test('two seconds of a loop in time bring everything back', () => {
  const limit = new ConcurrencyLimit()
  const usual = limit.places
  observed(limit, 200, 1_000)
  expect(observed(limit, 0, 200)).toBe(usual)
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
