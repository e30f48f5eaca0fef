import { describe, expect, test } from 'vitest'
import { judge, mayLeaveOut, seemsSlow } from './outlier.ts'
import { fleetOf } from './testing/fleet.ts'

type Tally = Partial<Record<'tries' | 'bad' | 'slow', number>>

/** What is thought of `a`, given how each of them has done. */
function judgeA(tallies: Record<string, Tally>, out: string[] = []) {
  const { peers, peer } = fleetOf(Object.keys(tallies))
  for (const [id, tally] of Object.entries(tallies)) {
    for (const kind of ['tries', 'bad', 'slow'] as const) {
      for (let n = tally[kind] ?? 0; n > 0; n--) peer(id).record.note(kind)
    }
  }
  for (const id of out) peers.leaveOut(peer(id), 'failing')
  return judge(peer('a'), peers.all)
}

const healthy = { tries: 100, bad: 1, slow: 1 }

describe('an instance is failing', () => {
  test('when a fifth of its tries, and three at least, go wrong and the others do well', () => {
    expect(judgeA({ a: { tries: 5, bad: 3 }, b: healthy })).toBe('failing')
    expect(judgeA({ a: { tries: 15, bad: 3 }, b: healthy })).toBe('failing')
    expect(judgeA({ a: { tries: 100, bad: 20 }, b: healthy })).toBe('failing')
  })

  const not: [string, Record<string, Tally>][] = [
    ['after fewer than five tries', { a: { tries: 4, bad: 4 }, b: healthy }],
    ['for fewer than three that went wrong', { a: { tries: 10, bad: 2 }, b: healthy }],
    ['for less than a fifth', { a: { tries: 100, bad: 19 }, b: healthy }],
    ['when the others fail more than half as often', { a: { tries: 100, bad: 40 }, b: { tries: 100, bad: 20 } }],
    ['when everybody fails', { a: { tries: 50, bad: 50 }, b: { tries: 50, bad: 50 }, c: { tries: 50, bad: 50 } }],
    ['when nothing is known of the others', { a: { tries: 50, bad: 50 }, b: {} }],
    ['when there are no others', { a: { tries: 50, bad: 50 } }],
  ]
  test.each(not)('but not %s', (_, tallies) => {
    expect(judgeA(tallies)).toBeUndefined()
  })

  test('also when those that are out already have failed as well', () => {
    const failing = { tries: 50, bad: 25 }
    expect(judgeA({ a: failing, b: failing, c: healthy })).toBe('failing')
    expect(judgeA({ a: failing, b: failing, c: healthy }, ['b'])).toBe('failing')
    expect(judgeA({ a: failing, b: failing, c: { tries: 1 } })).toBeUndefined()
    expect(judgeA({ a: failing, b: failing, c: { tries: 1 } }, ['b'])).toBe('failing')
  })
})

describe('an instance may be slow', () => {
  test('when half of its tries, and four at least, are later than most and the others are quick', () => {
    expect(judgeA({ a: { tries: 4, slow: 4 }, b: healthy })).toBe('slow')
    expect(judgeA({ a: { tries: 8, slow: 4 }, b: healthy })).toBe('slow')
  })

  const not: [string, Record<string, Tally>][] = [
    ['for fewer than four late answers', { a: { tries: 3, slow: 3 }, b: healthy }],
    ['for less than half', { a: { tries: 9, slow: 4 }, b: healthy }],
    ['when everybody is slow', { a: { tries: 20, slow: 20 }, b: { tries: 20, slow: 11 } }],
  ]
  test.each(not)('but not %s', (_, tallies) => {
    expect(judgeA(tallies)).toBeUndefined()
  })
})

describe('an instance is suspected of being slow', () => {
  /** After so many tries of `a` in time and then so many late ones, and what the others did. */
  function suspectA({ inTime = 0, late, others }: { inTime?: number; late: number; others: Tally }) {
    const { peers, peer } = fleetOf(['a', 'b'])
    for (let n = 0; n < inTime + late; n++) peer('a').record.note('tries')
    for (let n = 0; n < late; n++) peer('a').record.note('slow')
    for (const kind of ['tries', 'slow'] as const) {
      for (let n = others[kind] ?? 0; n > 0; n--) peer('b').latest.note(kind)
    }
    peer('a').lateInARow = late
    return seemsSlow(peer('a'), peers.all)
  }

  test('when it is called often, from its second late try in a row on', () => {
    expect(suspectA({ inTime: 30, late: 1, others: healthy })).toBe(false)
    expect(suspectA({ inTime: 30, late: 2, others: healthy })).toBe(true)
  })

  test('when it is seldom called, at its first one, also when nothing is known of the others', () => {
    expect(suspectA({ late: 1, others: healthy })).toBe(true)
    expect(suspectA({ late: 1, others: {} })).toBe(true)
  })

  test('never while it is in time, nor while half of what the others are asked is late', () => {
    expect(suspectA({ inTime: 4, late: 0, others: healthy })).toBe(false)
    expect(suspectA({ inTime: 30, late: 2, others: { tries: 100, slow: 50 } })).toBe(false)
  })
})

describe('of those that do badly', () => {
  const mayAfter = (size: number, ...reasons: ('slow' | 'failing' | 'silent' | 'refused')[]) => {
    const { peers } = fleetOf(Array.from({ length: size }, (_, n) => `i${n}`))
    for (const [n, reason] of reasons.entries()) {
      const peer = peers.all[n]
      if (peer) peers.leaveOut(peer, reason)
    }
    return mayLeaveOut(peers.all)
  }

  test('at most half may be left out', () => {
    expect([mayAfter(2), mayAfter(2, 'slow')]).toEqual([true, false])
    expect([mayAfter(5, 'slow'), mayAfter(5, 'slow', 'failing')]).toEqual([true, false])
  })

  test('the only one never is', () => {
    expect(mayAfter(1)).toBe(false)
  })

  test('those that give no answer at all are not counted', () => {
    expect(mayAfter(3, 'silent', 'refused')).toBe(true)
  })
})

test('an instance that has just turned slow is known by its latest tries, however well it did in the seconds before', () => {
  const { peers, peer } = fleetOf(['a', 'b'])
  for (const id of ['a', 'b']) for (let n = 0; n < 100; n++) peer(id).record.note('tries')
  for (let n = 0; n < 10; n++) {
    for (const id of ['a', 'b']) peer(id).latest.note('tries')
    peer('a').latest.note('slow')
    peer('a').record.note('slow')
  }
  expect([judge(peer('a'), peers.all), judge(peer('b'), peers.all)]).toEqual(['slow', undefined])
})
