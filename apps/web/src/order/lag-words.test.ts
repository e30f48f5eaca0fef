import { expect, test } from 'vitest'
import { lagWords } from './lag-words'

const lag = { at: '2026-11-28T10:00:00.000Z', waiting: 0, behindMs: 0, lastTookMs: 84, dead: 0 }

test.each([
  [lag, 'up to date, the latest change took 0.1\u2009s'],
  [{ ...lag, lastTookMs: null }, 'up to date'],
  [{ ...lag, waiting: 1, behindMs: 2_000 }, '1 change behind, the oldest by 2.0\u2009s'],
  [{ ...lag, waiting: 30, behindMs: 15_000 }, '30 changes behind, the oldest by 15\u2009s'],
  [
    { ...lag, dead: 1 },
    'up to date, the latest change took 0.1\u2009s; 1 change could not be read and waits for a person',
  ],
])('a list says how far behind it is: %j', (told, words) => {
  expect(lagWords(told)).toBe(words)
})
