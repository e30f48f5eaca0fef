import type { OwnedLetter } from '@switchyard/contracts/owned-letters'
import { expect, it } from 'vitest'
import { deadLetterGoals, type LetterStory, whatCameOfPresses } from './dead-letters-goals.ts'

const letter = (state: OwnedLetter['state'], replays = 0) => {
  const history = Array.from({ length: replays }, () => ({ kind: 'replayed' }))
  return { state, attempts: 1, history } as unknown as OwnedLetter
}
const empty = {
  active: 0,
  waiting: 0,
  delayed: 0,
  failed: 0,
  held: 0,
  backlogMax: 10,
  canary: null,
  oldestAt: null,
  done: [],
}
const story = (over: Partial<LetterStory>): LetterStory => ({
  ...{ letter: undefined, queue: empty, mails: 0, presses: 0 },
  ...over,
})
const seen = (over: Partial<LetterStory>) =>
  deadLetterGoals(story(over)).flatMap(({ key, seen }) => (seen ? [key] : []))

it('sees nothing before there is a letter', () => {
  expect(seen({})).toEqual([])
})

it('sees a letter that waits, and its queue only when that is known to be empty', () => {
  expect(seen({ letter: letter('waiting') })).toEqual(['dead', 'flows'])
  expect(seen({ letter: letter('waiting'), queue: { ...empty, delayed: 1 } })).toEqual(['dead'])
  expect(seen({ letter: letter('waiting'), queue: undefined })).toEqual(['dead'])
})

it('sees an effect only when the mail is there, and once only when it is one of four presses', () => {
  expect(seen({ letter: letter('replayed', 1) })).toEqual([])
  expect(seen({ letter: letter('replayed', 1), mails: 1, presses: 1 })).toEqual(['mended'])
  expect(seen({ letter: letter('replayed', 1), mails: 1, presses: 4 })).toEqual(['mended', 'once'])
  expect(seen({ letter: letter('replayed', 4), mails: 4, presses: 4 })).toEqual(['mended'])
})

it('tells which answer came true once four presses have had their effect, and nothing before', () => {
  expect(whatCameOfPresses(story({ letter: letter('replaying', 1), presses: 4 }))).toBeNull()
  expect(whatCameOfPresses(story({ letter: letter('replayed', 1), presses: 1, mails: 1 }))).toBeNull()
  expect(whatCameOfPresses(story({ letter: letter('replayed', 1), presses: 4, mails: 1 }))).toBe('one')
  expect(whatCameOfPresses(story({ letter: letter('replayed', 4), presses: 4, mails: 4 }))).toBe('four')
})
