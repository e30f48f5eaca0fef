import { expect, test } from 'vitest'
import { peakPerSecond, simulatedGateway, type Visitor } from './testing/simulated-gateway.ts'
import type { Interruption } from './testing/simulated-thread.ts'

/** So many times the peak, evenly, for so long; every fiftieth wants to check out. */
const crowd = (times: number, forMs: number, fromMs = 0): Visitor[] =>
  Array.from({ length: Math.floor((forMs / 1_000) * peakPerSecond * times) }, (_, n) => ({
    priority: n % 50 === 0 ? 'checkout' : 'browse',
    atMs: fromMs + (n * 1_000) / (peakPerSecond * times),
  }))

const refusedOf = (visitors: Visitor[]) => visitors.filter(({ answered }) => answered === false)
const worst = (visitors: Visitor[], share: number) =>
  visitors.map(({ waitedMs = Number.POSITIVE_INFINITY }) => waitedMs).toSorted((a, b) => a - b)[
    Math.floor(visitors.length * share)
  ]

test.each([
  [3, 0.85, 100],
  [10, 0.65, 200],
])(
  'at %i times what it can do it still does %f of that, refuses within 25 ms, and no checkout',
  (times, least, mostMs) => {
    const visitors = crowd(times, 4_000)
    simulatedGateway().run(visitors, 4_000)
    const answered = visitors.filter((one) => one.answered)
    expect(answered.length / 4 / peakPerSecond).toBeGreaterThan(least)
    expect(worst(answered, 0.99)).toBeLessThan(mostMs)
    expect(Math.max(...refusedOf(visitors).map(({ waitedMs = 0 }) => waitedMs))).toBeLessThan(25)
    expect(refusedOf(visitors).filter(({ priority }) => priority === 'checkout')).toEqual([])
  },
)

test('a burst is answered, as many as there are places', () => {
  const burst = Array.from({ length: 192 }, (): Visitor => ({ priority: 'browse', atMs: 10 }))
  simulatedGateway().run(burst, 1_000)
  expect(refusedOf(burst)).toEqual([])
  expect(worst(burst, 0.99)).toBeLessThan(600)
})

test('a tenth of a second after they were too many nobody is refused', () => {
  const after = crowd(0.5, 1_000, 2_100)
  simulatedGateway().run([...crowd(10, 2_000), ...after], 4_000)
  expect(after.every(({ answered }) => answered)).toBe(true)
})

/** A thread that is kept from its work in some way, at a load that would be no trouble otherwise. */
function interrupted(interruptions: Interruption[], times: number) {
  const visitors = crowd(times, 4_000)
  const { places } = simulatedGateway({ interruptions }).run(visitors, 6_000)
  return {
    asked: visitors.length,
    refused: refusedOf(visitors).length,
    unheard: visitors.filter((one) => one.answered === undefined).length,
    places,
  }
}
const again = (each: number, forMs: number, from = 0, until = 4_000) =>
  Array.from({ length: (until - from) / each }, (_, n) => ({ atMs: from + n * each, forMs }))

test.each<[string, Interruption[], number]>([
  ['for half a second at half of the peak', [{ atMs: 1_000, forMs: 500 }], 0.5],
  ['for a second at a third of it', [{ atMs: 1_000, forMs: 1_000 }], 0.33],
  ['half of the time at a third of it', again(200, 100), 0.33],
  ['for ten of each eleven milliseconds of a second, at a third of it', again(33, 30, 1_000, 2_000), 0.33],
])('a thread that is paused %s refuses nobody, and takes no place away', (_, interruptions, times) => {
  expect(interrupted(interruptions, times)).toMatchObject({ refused: 0, unheard: 0, places: 256 })
})

test('work of its own that takes as long does refuse', () => {
  const { refused } = interrupted([{ atMs: 1_000, forMs: 1_000, own: true }], 0.33)
  expect(refused).toBeGreaterThan(30)
})
