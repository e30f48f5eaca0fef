import { describe, expect, it } from 'vitest'
import { byInstance, type ComparedCall, kindOf, laneInWords, mostTelling, msInWords, shareOf } from './lane-words.ts'

const attempt = { instanceId: 'a', atMs: 0, ms: 5, outcome: 'answered' } as const
const call = (over: Partial<ComparedCall> = {}): ComparedCall => ({
  atMs: 0,
  ms: 5,
  ok: true,
  code: null,
  instanceId: 'a',
  attempts: [attempt],
  ...over,
})
const lost = call({ ok: false, code: 'internal', instanceId: 'a' })

it('says calls, answers and tries in words', () => {
  expect(laneInWords({ calls: [call(), lost], failed: 1, attempts: 3 })).toBe('2 calls, 1 answered, 3 tries')
  expect([3.149, 46.6, null].map(msInWords)).toEqual(['3.1 ms', '47 ms', 'not known'])
})

it('tells calls that were refused without a try from those that were tried and failed', () => {
  expect(kindOf(call())).toBe('p')
  expect(kindOf(call({ attempts: [attempt, attempt] }))).toBe('h')
  expect(kindOf(lost)).toBe('f')
  expect(kindOf({ ...lost, attempts: [] })).toBe('r')
})

it('groups calls by who answered, those that nobody answered last, and keeps an instance that answered none', () => {
  const calls = [
    call({ instanceId: 'b', ms: 30 }),
    lost,
    call({ instanceId: 'b', ms: 10 }),
    call({ instanceId: 'b', ms: 20 }),
  ]
  const shares = [
    { instanceId: 'b', answered: 3 },
    { instanceId: 'a', answered: 0 },
  ]
  expect(
    byInstance({ calls, shares }).map(({ instanceId, calls, medianMs }) => [instanceId, calls.length, medianMs]),
  ).toEqual([
    ['a', 0, null],
    ['b', 3, 20],
    [null, 1, 5],
  ])
  expect(shareOf({ calls, shares }, 'b')).toBe(0.75)
  expect(shareOf({ calls, shares }, 'c')).toBe(0)
})

describe('the most telling call', () => {
  it('is one that failed on one side alone, before one with a further try, before a slow one', () => {
    const slow = call({ ms: 900 })
    const again = call({ attempts: [attempt, attempt] })
    expect(mostTelling([{ calls: [call(), call(), call()] }, { calls: [call(), lost, again] }])).toBe(1)
    expect(mostTelling([{ calls: [call(), again, call()] }, { calls: [slow, call(), call()] }])).toBe(1)
    expect(mostTelling([{ calls: [call(), call(), slow] }])).toBe(2)
  })

  it('is, of those that failed on one side alone, the one that was tried more than once on the other', () => {
    const again = call({ attempts: [attempt, attempt] })
    expect(mostTelling([{ calls: [call(), again, call()] }, { calls: [lost, lost, lost] }])).toBe(1)
  })

  it('is the first of none', () => {
    expect(mostTelling([])).toBe(0)
    expect(mostTelling([{ calls: [] }])).toBe(0)
  })
})
