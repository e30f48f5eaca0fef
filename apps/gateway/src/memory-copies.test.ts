import { TestClock } from '@switchyard/runtime/clock'
import { describe, expect, test } from 'vitest'
import { memoryCopies } from './memory-copies.ts'
import { guarantees } from './testing/copies-conformance.ts'

describe('copies in memory', () => {
  test.each(guarantees)('$title', async ({ prove }) => {
    const clock = new TestClock()
    const copies = memoryCopies({ clock })
    await prove({ copies, other: copies, wait: (ms) => clock.advance(ms) })
  })

  test('are so many at most, and those that were looked at longest ago go', async () => {
    const copies = memoryCopies({ clock: new TestClock(), copiesMax: 3 })
    const found = async () => {
      const all = await Promise.all(['a', 'b', 'c', 'd'].map((key) => copies.find(key, [])))
      return all.map(({ copy }) => copy !== null)
    }
    for (const key of ['a', 'b', 'c', 'd']) {
      await copies.find('a', [])
      await copies.keep(key, { answer: { value: key }, ageMs: 0 }, { tags: [], state: '', ageMsMax: 1_000 })
    }
    expect(await found()).toEqual([true, false, true, true])
  })

  test('have so many characters at most, and none has an eighth of them', async () => {
    const copies = memoryCopies({ clock: new TestClock(), charactersMax: 1_000 })
    const terms = { tags: [], state: '', ageMsMax: 1_000 }
    await copies.keep('long', { answer: { value: 'x'.repeat(200) }, ageMs: 0 }, terms)
    expect((await copies.find('long', [])).copy).toBeNull()
  })
})
