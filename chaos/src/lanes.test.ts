import { expect, test } from 'vitest'
import { lanesNamed, scheduleLanes } from './lanes.ts'

const wares = { slugs: ['moon', 'sun'], skus: ['moon-a3', 'sun-a3'] }
const options = { seed: '1', rate: 90, seconds: 10, wares, checkoutShare: 0.2 }
const lanes = lanesNamed('retry,ejection')

test('every lane sends the same requests in the same order, under keys of its own', () => {
  const arrivals = scheduleLanes(lanes, options)
  const of = (lane?: string) => arrivals.filter((arrival) => arrival.lane === lane).map(({ ask }) => ask)
  const bare = (asks: ReturnType<typeof of>) => asks.map((ask) => (ask.kind === 'browse' ? ask.path : ask.order.lines))
  expect(bare(of('retry'))).toEqual(bare(of()))
  expect(bare(of('ejection'))).toEqual(bare(of()))
  const keys = arrivals.flatMap(({ ask }) => (ask.kind === 'checkout' ? [ask.key] : []))
  expect(keys.length).toBeGreaterThan(60)
  expect(new Set(keys).size).toBe(keys.length)
})

test('the rate is that of all lanes together, evenly spaced', () => {
  const arrivals = scheduleLanes(lanes, options)
  expect(arrivals).toHaveLength(900)
  const gaps = arrivals.slice(1).map(({ atMs }, index) => atMs - arrivals[index]!.atMs)
  expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(0.001)
  expect(new Set(arrivals.map(({ id }) => id)).size).toBe(900)
})

test('without lanes it is the plain load', () => {
  expect(scheduleLanes([], options).every(({ lane }) => lane === undefined)).toBe(true)
})
