import type { OrderStatus } from '@switchyard/contracts/orders'
import { expect, it } from 'vitest'
import { realtimeGoals, whatCameAfterCut } from './realtime-goals.ts'
import { type Happening, lastSeqOf, noStory, type RealtimeStory, withHappening } from './realtime-story.ts'

const statuses: OrderStatus[] = ['pending', 'reserved', 'paid', 'confirmed', 'shipped', 'delivered']
const told = (by: 'own' | 'shop', atMs: number, ...seqs: number[]): Happening[] =>
  seqs.map((seq) => ({
    ...{ type: 'told', by, atMs },
    entry: { seq, at: '2026-11-29T07:00:00.000Z', status: statuses[seq - 1] ?? 'pending', note: null },
  }))
const opened = (atMs: number): Happening => ({ type: 'opened', atMs })
const storyOf = (...happenings: (Happening | Happening[])[]): RealtimeStory =>
  happenings.flat().reduce(withHappening, noStory)
const seen = (story: RealtimeStory, tabs: number | null = 1) =>
  realtimeGoals(story, tabs)
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

const live = [{ type: 'placed' } as const, opened(0), ...told('own', 10, 1, 2, 3, 4), ...told('shop', 10, 1, 2, 3, 4)]
const movedWhileCut = [...live, ...told('shop', 20, 5, 6), opened(30)]

it('resumes after the last number that it was told', () => {
  expect([lastSeqOf(noStory), lastSeqOf(storyOf(live)), storyOf(movedWhileCut).openings.at(-1)?.after]).toEqual([
    0, 4, 4,
  ])
})

it('ticks the order only when it came to its confirmation over the first opening', () => {
  expect(seen(storyOf(opened(0), told('own', 10, 1, 2, 3)))).toEqual([])
  expect(seen(storyOf(live))).toEqual(['live'])
})

it('ticks the rest and each once when exactly what came meanwhile is told, and not before', () => {
  expect(seen(storyOf(movedWhileCut))).toEqual(['live'])
  expect(seen(storyOf(movedWhileCut, told('own', 40, 5)))).toEqual(['live'])
  expect(seen(storyOf(movedWhileCut, told('own', 40, 5, 6)))).toEqual(['live', 'rest', 'once'])
})

it('ticks neither when an entry comes twice or is left out', () => {
  const again = storyOf(movedWhileCut, told('own', 40, 4, 5, 6))
  const lost = storyOf(movedWhileCut, told('own', 40, 6))
  expect([seen(again), seen(lost)]).toEqual([['live'], ['live']])
  expect([again, lost].map(whatCameAfterCut)).toEqual(['again', 'lost'])
  expect(seen(storyOf(movedWhileCut, told('own', 40, 5, 6, 6)))).toEqual(['live', 'rest'])
})

it('proves nothing by a cut in which nothing happened', () => {
  const idle = storyOf(live, opened(20), told('shop', 30, 5), told('own', 30, 5))
  expect([seen(idle), whatCameAfterCut(idle)]).toEqual([['live'], null])
  expect(whatCameAfterCut(storyOf(movedWhileCut, told('own', 40, 5, 6)))).toBe('rest')
})

it('counts what the shop’s stream tells once more, when another tab takes it over, as one', () => {
  expect(storyOf(live, told('shop', 50, 1, 2, 3, 4)).shop.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
})

it('ticks stock, tabs and heartbeats by what was heard, and a new order forgets none of the stock', () => {
  const stock = (available: number): Happening => ({ type: 'stock', available })
  expect(seen(storyOf(stock(9), stock(9)))).toEqual([])
  expect(seen(storyOf(stock(9), { type: 'placed' }, stock(8)))).toEqual(['stock'])
  expect(seen(storyOf({ type: 'heartbeat' }), 2)).toEqual(['tabs', 'heartbeat'])
  expect(seen(noStory, null)).toEqual([])
})
