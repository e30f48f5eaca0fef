import type { CallerView } from '@switchyard/contracts/lab'
import { expect, it } from 'vitest'
import { standingWith } from './standing.ts'

const callerOf = (instance: object) =>
  ({ instances: [{ instanceId: 'a', out: null, outSince: null, warm: 1, ...instance }] }) as unknown as CallerView
const now = Date.parse('2026-11-28T12:00:02.100Z')

it('says why an instance gets no calls, and since when', () => {
  const silent = callerOf({ out: 'silent', outSince: '2026-11-28T12:00:00.000Z' })
  expect(standingWith(silent, 'a', now)).toEqual({ dot: 'bad', word: 'out: silent for 2.1\u2009s' })
})

it('does not call out who is only asked for a word', () => {
  expect(standingWith(callerOf({ out: 'doubted', outSince: '2026-11-28T12:00:02.050Z' }), 'a', now)).toEqual({
    dot: 'wait',
    word: 'asked for a word',
  })
})

it('tells a newcomer that warms up from one that is called like the others', () => {
  expect(standingWith(callerOf({ warm: 0.4 }), 'a', now).word).toBe('warming up, 40 %')
  expect(standingWith(callerOf({}), 'a', now).word).toBe('is called')
})

it('does not take what it cannot see for well or for bad', () => {
  expect(standingWith(undefined, 'a', now)).toEqual({ dot: 'wait', word: 'not known' })
  expect(standingWith(callerOf({}), 'b', now)).toEqual({ dot: 'off', word: 'not in its view' })
})
