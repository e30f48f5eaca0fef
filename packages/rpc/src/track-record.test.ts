import { TestClock } from '@switchyard/runtime/clock'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TrackRecord } from './track-record.ts'

function setUp() {
  const clock = new TestClock(0)
  return { clock, record: new TrackRecord({ clock, spanMs: 1_000 }) }
}

test('counts each kind for itself', () => {
  const { record } = setUp()
  for (const kind of ['tries', 'tries', 'tries', 'bad', 'bad', 'slow'] as const) record.note(kind)
  expect(record.counts).toEqual({ tries: 3, bad: 2, slow: 1 })
})

test('remembers everything for its span and nothing for longer than twice that', async () => {
  const property = fc.asyncProperty(fc.array(fc.nat(700), { maxLength: 30 }), async (gaps) => {
    const { clock, record } = setUp()
    const notedAt: number[] = []
    for (const gap of gaps) {
      await clock.advance(gap)
      record.note('tries')
      notedAt.push(clock.now())
      const younger = (ageMs: number) => notedAt.filter((at) => clock.now() - at < ageMs).length
      expect(record.counts.tries).toBeGreaterThanOrEqual(younger(1_000))
      expect(record.counts.tries).toBeLessThanOrEqual(younger(2_000))
    }
  })
  await fc.assert(property, { numRuns: 30 })
})

test('knows nothing after a long silence', async () => {
  const { clock, record } = setUp()
  record.note('bad')
  await clock.advance(2_000)
  expect(record.counts).toEqual({ tries: 0, bad: 0, slow: 0 })
})

test('begins anew when it is told to forget', async () => {
  const { clock, record } = setUp()
  record.note('bad')
  await clock.advance(1_000)
  record.note('bad')
  record.forget()
  record.note('tries')
  expect(record.counts).toEqual({ tries: 1, bad: 0, slow: 0 })
})
