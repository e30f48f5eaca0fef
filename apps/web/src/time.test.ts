import { expect, it } from 'vitest'
import { formatAge, formatClock, formatDate } from './time.ts'

it('says an age in the one unit that fits it', () => {
  expect([400, 12_000, 120_000, 7_200_000].map(formatAge)).toEqual([
    '0.4\u2009s',
    '12\u2009s',
    '2\u2009min',
    '2\u2009h',
  ])
})

it('never says that something is younger than now', () => {
  expect(formatAge(-300)).toBe('0.0\u2009s')
})

it('writes the machine’s clock in UTC with milliseconds', () => {
  expect(formatClock('2026-11-21T20:00:04.112Z')).toBe('20:00:04.112')
})

it('says a day with its year where that matters', () => {
  expect(formatDate('2026-11-21T23:59:59.999Z')).toBe('21 November 2026')
})
