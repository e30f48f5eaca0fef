import { expect, it } from 'vitest'
import { type CacheStory, cacheGoals, inWords, type PriceSeen, whatTheCrowdCost } from './cache-goals.ts'
import type { Copied } from './copied.ts'
import { type CopyWord, readCopyNotes } from './copy-notes.ts'

const list = 'inventory.listPrints'
const asked = (...hows: CopyWord[]): Copied => ({
  ...{ status: 200, ms: 5, cacheStatus: null, ageS: 0 },
  calls: hows.map(() => list),
  notes: hows.map((how) => ({ operation: list, how })),
})
const past = (calls: number): Copied => ({ ...asked(), calls: Array.from({ length: calls }, () => list) })
const look = (how: CopyWord): Copied => ({
  ...asked(),
  ...{ calls: ['inventory.printBySlug'], notes: [{ operation: 'inventory.printBySlug', how }] },
})
const change = (ms: number): PriceSeen => ({ amount: 1, ms, looks: 1, copied: look('miss') })
const seen = (over: Partial<CacheStory>) =>
  cacheGoals({ cold: null, past: null, twice: null, changes: [], ...over })
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('reads what became of each question, and nothing from an answer that is nobody’s copy', () => {
  const header = 'Switchyard; fwd=miss; stored; detail="inventory.printBySlug hit, orders.salesOf miss"'
  expect(readCopyNotes(header)).toEqual([
    { operation: 'inventory.printBySlug', how: 'hit' },
    { operation: 'orders.salesOf', how: 'miss' },
  ])
  expect([readCopyNotes(null), readCopyNotes('Switchyard; fwd=miss; detail="a wonder"')]).toEqual([[], []])
})

it('ticks the cold page only when inventory was asked once', () => {
  expect(seen({ cold: [asked('miss', 'joined'), asked('hit', 'hit')] })).toEqual(['cold'])
  expect(seen({ cold: [asked('miss', 'joined'), asked('miss', 'hit')] })).toEqual([])
  expect(seen({ cold: [asked('hit', 'joined')] })).toEqual([])
})

it('counts what goes past the cache by the calls, for nothing is told of copies there', () => {
  const cold = [asked('miss', 'joined'), asked('joined', 'hit')]
  expect(seen({ cold, past: [past(2), past(2)] })).toEqual(['cold', 'past'])
  expect(seen({ cold, past: [past(2), asked('hit', 'hit')] })).toEqual(['cold'])
})

it('ticks a copy of the print only at the second look', () => {
  expect([seen({ twice: [look('miss'), look('hit')] }), seen({ twice: [look('hit'), look('miss')] })]).toEqual([
    ['twice'],
    [],
  ])
})

it('ticks the price when both ways were seen within a second', () => {
  expect([seen({ changes: [change(20), change(30)] }), seen({ changes: [change(20)] })]).toEqual([['change'], []])
  expect(seen({ changes: [change(20), change(1_000)] })).toEqual([])
})

it('judges the prediction by how often inventory was asked', () => {
  const cost = (...cold: Copied[]) => whatTheCrowdCost({ cold, past: null, twice: null, changes: [] })
  expect(cost(asked('miss', 'joined'), asked('hit', 'hit'))).toBe('once')
  expect(cost(asked('miss', 'joined'), asked('miss', 'joined'))).toBe('four')
  expect(cost(past(20))).toBe('twenty')
  expect(inWords([asked('miss', 'joined'), asked('hit', 'hit')])).toBe(
    '1 asked, 1 waited for that answer, 2 given a copy',
  )
})
