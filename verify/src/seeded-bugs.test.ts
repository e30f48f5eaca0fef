import { expect, test } from 'vitest'
import { makeScratchCopy } from './scratch-copy.ts'
import { readBugs } from './seeded-bug.ts'

const bugs = readBugs()

test('there are at least twenty seeded bugs, and they break many different invariants', () => {
  expect(bugs.length).toBeGreaterThanOrEqual(20)
  expect(new Set(bugs.map(({ breaks }) => breaks)).size).toBeGreaterThanOrEqual(12)
})

test('every patch still applies to the code, and comes out again', () => {
  using copy = makeScratchCopy()
  for (const { file } of bugs) {
    copy.apply(file)[Symbol.dispose]()
  }
})

test('a patch that no longer applies is an error', () => {
  using copy = makeScratchCopy()
  const [bug] = bugs
  if (!bug) throw new Error('there is no seeded bug')
  using _ = copy.apply(bug.file)
  expect(() => copy.apply(bug.file)).toThrow('the patch no longer applies')
})
