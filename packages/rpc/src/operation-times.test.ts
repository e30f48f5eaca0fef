import { TestClock } from '@switchyard/runtime/clock'
import { describe, expect, test } from 'vitest'
import { OperationTimes } from './operation-times.ts'

function setUp(recorded: readonly number[] = []) {
  const clock = new TestClock(0)
  const times = new OperationTimes({ clock })
  for (const ms of recorded) times.record('byId', ms)
  return { clock, times }
}
const repeat = (ms: number, count: number) => Array.from({ length: count }, () => ms)

test('nothing is expected of an operation before it was answered twenty times', () => {
  const { times } = setUp(repeat(50, 19))
  expect([times.slowAfterMs('byId'), times.tryMsMax('byId')]).toEqual([undefined, undefined])
  times.record('byId', 50)
  expect(times.slowAfterMs('byId')).toBeCloseTo(50, -1)
})

test('the first figure is that of twenty answers, though it was asked for after one', () => {
  const { times } = setUp([1_000])
  times.slowAfterMs('byId')
  for (const ms of repeat(40, 99)) times.record('byId', ms)
  expect(times.slowAfterMs('byId')).toBeLessThan(50)
})

test('each operation has times of its own', () => {
  const { times } = setUp(repeat(50, 20))
  expect(times.slowAfterMs('list')).toBeUndefined()
})

describe('slow', () => {
  test('is what is later than nineteen of twenty answers', () => {
    const { times } = setUp([...repeat(40, 95), ...repeat(80, 5)])
    expect(times.slowAfterMs('byId')).toBeGreaterThanOrEqual(36)
    expect(times.slowAfterMs('byId')).toBeLessThanOrEqual(44)
  })

  test('is four times the middle at most, so a slow instance does not teach that slow is usual', () => {
    const { times } = setUp([...repeat(20, 66), ...repeat(2_000, 34)])
    expect(times.slowAfterMs('byId')).toBeGreaterThanOrEqual(72)
    expect(times.slowAfterMs('byId')).toBeLessThanOrEqual(88)
  })

  test('is never less than fifteen milliseconds', () => {
    expect(setUp(repeat(0.5, 100)).times.slowAfterMs('byId')).toBe(15)
  })
})

describe('too long for one try', () => {
  test('is far beyond the slowest hundredth', () => {
    const { times } = setUp(repeat(100, 100))
    expect(times.tryMsMax('byId')).toBeGreaterThanOrEqual(720)
    expect(times.tryMsMax('byId')).toBeLessThanOrEqual(880)
  })

  test('is never less than 300 ms', () => {
    expect(setUp(repeat(2, 100)).times.tryMsMax('byId')).toBe(300)
  })
})

test('what was usual a minute ago is forgotten', async () => {
  const { clock, times } = setUp(repeat(500, 100))
  await clock.advance(60_000)
  expect(times.tryMsMax('byId')).toBeUndefined()
  for (const ms of repeat(20, 100)) times.record('byId', ms)
  expect(times.slowAfterMs('byId')).toBeLessThan(25)
})
