import { TestClock } from '@switchyard/runtime/clock'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Latencies } from './latencies.ts'

function setUp() {
  const clock = new TestClock(0)
  return { clock, latencies: new Latencies({ clock, spanMs: 5_000 }) }
}

test('a percentile is that of what was recorded, within a tenth', () => {
  const many = fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 200 })
  const property = fc.property(many, fc.integer({ min: 1, max: 100 }), (recorded, percent) => {
    const { latencies } = setUp()
    for (const ms of recorded) latencies.record(ms)
    const sorted = recorded.toSorted((a, b) => a - b)
    const rank = (percent / 100) * recorded.length
    const read = latencies.percentile(percent) ?? 0
    expect(read).toBeGreaterThan((sorted[Math.max(0, Math.floor(rank) - 1)] ?? 0) * 0.9)
    expect(read).toBeLessThan((sorted[Math.ceil(rank) - 1] ?? 0) * 1.1)
  })
  fc.assert(property)
})

test('nothing recorded has no percentile', () => {
  expect(setUp().latencies.percentile(50)).toBeUndefined()
})

test('answers in no time and answers beyond all bounds are counted too', () => {
  const { latencies } = setUp()
  for (const ms of [0, 0.0001, 10 ** 9]) latencies.record(ms)
  expect(latencies.count).toBe(3)
  expect(latencies.percentile(50)).toBeCloseTo(0.001)
  expect(latencies.percentile(100)).toBeGreaterThan(60_000)
})

describe('the window', () => {
  test('holds everything for its span and forgets everything after twice that', async () => {
    const property = fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 30 }), async (gaps) => {
      const { clock, latencies } = setUp()
      const recordedAt: number[] = []
      for (const gap of gaps) {
        await clock.advance(gap)
        latencies.record(1)
        recordedAt.push(clock.now())
        const younger = (ageMs: number) => recordedAt.filter((at) => clock.now() - at < ageMs).length
        expect(latencies.count).toBeGreaterThanOrEqual(younger(5_000))
        expect(latencies.count).toBeLessThanOrEqual(younger(10_000))
      }
    })
    await fc.assert(property, { numRuns: 30 })
  })

  test('is empty after a long silence', async () => {
    const { clock, latencies } = setUp()
    latencies.record(1)
    await clock.advance(10_000)
    expect([latencies.count, latencies.percentile(50)]).toEqual([0, undefined])
  })

  test('a slow time long ago no longer shows', async () => {
    const { clock, latencies } = setUp()
    for (let n = 0; n < 100; n++) latencies.record(2_000)
    for (let second = 0; second < 10; second++) {
      await clock.advance(1_000)
      latencies.record(3)
    }
    expect(latencies.percentile(99)).toBeLessThan(4)
  })
})

test('a percentile is worked out anew only after a moment', async () => {
  const { clock, latencies } = setUp()
  latencies.record(1)
  expect(latencies.percentile(50)).toBeCloseTo(1, 0)
  for (let n = 0; n < 10; n++) latencies.record(100)
  expect(latencies.percentile(50)).toBeCloseTo(1, 0)
  await clock.advance(250)
  expect(latencies.percentile(50)).toBeCloseTo(100, -1)
})
