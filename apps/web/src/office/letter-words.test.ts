import { expect, it } from 'vitest'
import { entryInWords, issuesInWords, reasonInShort, whoInWords } from './letter-words'

const at = '2026-11-28T12:00:00.000Z'

it('calls the holder of the own badge you, and others by the end of their id', () => {
  const me = 'staff:01996b1e-7c3f-7a51-8d57-0f2d4c6e8a02'
  expect(whoInWords(me, me)).toBe('you')
  expect(whoInWords('staff:01996b1e-7c3f-7a51-8d57-0f2d4cabcdef', me)).toBe('staff abcdef')
})

it('says each entry of a history in a sentence', () => {
  const by = { at, by: 'staff:ada', revision: 1 }
  const said = [
    entryInWords({ kind: 'failed', at: null, attempt: 3, reason: 'no room' }, null),
    entryInWords({ kind: 'edited', ...by, payload: {} }, 'staff:ada'),
    entryInWords({ kind: 'replayed', ...by }, null),
    entryInWords({ kind: 'applied', at }, null),
    entryInWords({ kind: 'dropped', ...by, reason: 'a test' }, 'staff:ada'),
  ].map(({ text }) => text)
  expect(said).toEqual([
    'Try 3 failed: no room',
    'Mended by you',
    'Sent once more by staff ada',
    'Took effect',
    'Dropped by you: a test',
  ])
})

it('names the field that is wrong, and the whole where no field is', () => {
  const issues = [
    { path: 'orderId', message: 'is missing; give a text' },
    { path: '', message: 'must be an object' },
  ]
  expect(issuesInWords(issues)).toEqual(['orderId is missing; give a text.', 'It must be an object.'])
})

it('keeps a reason to one line of a list', () => {
  expect(reasonInShort('TypeError: no\n  at here')).toBe('TypeError: no')
  expect(reasonInShort('x'.repeat(200))).toHaveLength(90)
})
