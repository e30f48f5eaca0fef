import { describe, expect, it } from 'vitest'
import { outcomeWords, verdictWords } from './audit-words'

const verdict = { at: '2026-11-28T00:00:00.000Z', lines: 2, prunedThrough: 0, last: 2, faults: [] }

describe('the audit log in words', () => {
  it('says that the chain is whole, and where it begins when it was pruned', () => {
    expect(verdictWords(verdict)).toBe('2 lines: the chain is whole')
    expect(verdictWords({ ...verdict, lines: 1, prunedThrough: 9 })).toBe(
      '1 line, pruned up to line 9: the chain is whole',
    )
  })

  it('names the lines that somebody changed or removed, five of them at most', () => {
    const faults = [1, 2, 3, 4, 5, 6].map((seq) => ({
      seq,
      what: seq === 1 ? ('changed' as const) : ('missing' as const),
    }))
    expect(verdictWords({ ...verdict, faults })).toBe(
      'line 1 was changed, line 2 is missing, line 3 is missing, line 4 is missing, line 5 is missing, and 1 more',
    )
  })

  it('shows an action of which nobody knows the end as unknown', () => {
    expect(outcomeWords({ outcome: null })).toEqual({ dot: 'wait', word: 'not known' })
    expect(outcomeWords({ outcome: 'not_found' })).toEqual({ dot: 'bad', word: 'not found' })
  })
})
