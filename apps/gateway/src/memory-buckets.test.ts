import { TestClock } from '@switchyard/runtime/clock'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paceOf } from './gcra.ts'
import { memoryBuckets } from './memory-buckets.ts'
import { guarantees } from './testing/buckets-conformance.ts'

describe('buckets in memory', () => {
  test.each(guarantees)('$title', async ({ prove }) => {
    const clock = new TestClock()
    const buckets = memoryBuckets({ clock })
    await prove({ buckets, other: buckets, wait: (ms) => clock.advance(ms) })
  })

  test('in no minute of any history is more admitted than the limit, nor less than an even bucket of that size would', async () => {
    const step = fc.record({ afterMs: fc.nat(20_000), cost: fc.integer({ min: 1, max: 40 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 3, max: 400 }),
        async (steps, perMinute) => {
          const bucket = { name: 'guest', id: 'ann', perMinute }
          const { burst, everyUs } = paceOf(bucket)
          const clock = new TestClock(0)
          const buckets = memoryBuckets({ clock })
          const admitted: { at: number; cost: number }[] = []
          let level = burst
          for (const { afterMs, cost: asked } of steps) {
            await clock.advance(afterMs)
            level = Math.min(burst, level + (afterMs * 1_000) / everyUs)
            const cost = Math.min(asked, burst)
            const [standing] = await buckets.take([bucket], asked)
            const fits = level - cost
            // At the very edge either answer is right: the model adds up rounding of its own.
            if (Math.abs(fits) > 1e-6) expect(standing?.waitMs === 0).toBe(fits > 0)
            if (standing?.waitMs !== 0) continue
            level -= cost
            admitted.push({ at: clock.now(), cost })
          }
          for (const { at } of admitted) {
            const minute = admitted.filter((one) => one.at >= at && one.at < at + 60_000)
            expect(minute.reduce((sum, { cost }) => sum + cost, 0)).toBeLessThanOrEqual(perMinute + 1e-6)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
