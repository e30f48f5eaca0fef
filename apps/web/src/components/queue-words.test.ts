import { expect, it } from 'vitest'
import { canaryWords, inWords } from './queue-words.ts'

const none = { active: 0, waiting: 0, delayed: 0, failed: 0, held: 0 }

it('names only what is there, and what is held back', () => {
  expect(inWords(none)).toBe('empty')
  expect(inWords({ ...none, active: 2, waiting: 14, held: 300 })).toBe(
    '2 working, 14 waiting, full: 300 held back in Postgres',
  )
})

it('tells how long the canary waited, and since when one waits that nobody takes', () => {
  const sentAt = '2026-11-28T16:00:04.000Z'
  expect(canaryWords(null)).toBe('no canary yet')
  expect(canaryWords({ sentAt, takenAt: '2026-11-28T16:00:04.012Z' })).toBe('canary taken after 12 ms')
  for (const takenAt of [null, '2026-11-28T16:00:00.012Z']) {
    expect(canaryWords({ sentAt, takenAt })).toBe('nobody has taken the canary of 16:00:04 UTC')
  }
})
