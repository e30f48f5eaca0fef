import { PlaceOrder } from '@switchyard/contracts/orders'
import { expect, test } from 'vitest'
import { scheduleArrivals } from './arrivals.ts'

const wares = { slugs: ['moon', 'ridge'], skus: ['moon-a3', 'moon-a2', 'ridge-a3', 'ridge-a2'] }
const options = { seed: '7', rate: 50, seconds: 100, wares }

test('arrivals are evenly spaced at the rate, from the first moment to the last', () => {
  const arrivals = scheduleArrivals(options)
  expect(arrivals).toHaveLength(5_000)
  expect(arrivals.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 5_000 }, (_, id) => id * 20))
})

test('the same seed gives the same requests, another seed others', () => {
  expect(scheduleArrivals(options)).toEqual(scheduleArrivals(options))
  expect(scheduleArrivals(options)).not.toEqual(scheduleArrivals({ ...options, seed: '8' }))
})

test('one arrival in twenty buys, unless another share is asked for', () => {
  const bought = (share?: number) =>
    scheduleArrivals({ ...options, ...(share === undefined ? {} : { checkoutShare: share }) }).filter(
      ({ ask }) => ask.kind === 'checkout',
    ).length
  expect(bought() / 5_000).toBeCloseTo(0.05, 1.5)
  expect(bought(0)).toBe(0)
  expect(bought(1)).toBe(5_000)
})

test('every checkout fits the contract and has a key of its own, which its address repeats', () => {
  const checkouts = scheduleArrivals({ ...options, checkoutShare: 1 }).flatMap(({ ask }) =>
    ask.kind === 'checkout' ? [ask] : [],
  )
  expect(new Set(checkouts.map(({ key }) => key)).size).toBe(5_000)
  for (const { key, order } of checkouts.slice(0, 100)) {
    expect(PlaceOrder.parse(order)).toEqual(order)
    expect(order.contact.email).toBe(`${key}@load.test`)
  }
})

test('the first SKU is wanted about four times as often as the fourth', () => {
  const skus = scheduleArrivals({ ...options, checkoutShare: 1 }).flatMap(({ ask }) =>
    ask.kind === 'checkout' ? ask.order.lines.map(({ sku }) => sku) : [],
  )
  const times = (sku: string) => skus.filter((each) => each === sku).length
  expect(times('moon-a3') / times('ridge-a2')).toBeGreaterThan(3)
  expect(times('moon-a3') / times('ridge-a2')).toBeLessThan(5)
})

test('cards are shared out as asked, and whoever is left pays with one that works', () => {
  const tokens = (cards?: Record<string, number>) =>
    scheduleArrivals({ ...options, checkoutShare: 1, ...(cards && { cards }) }).flatMap(({ ask }) =>
      ask.kind === 'checkout' ? [ask.order.payment.token] : [],
    )
  const share = (all: readonly string[], token: string) => all.filter((each) => each === token).length / all.length
  expect(share(tokens(), 'tok_ok')).toBeCloseTo(0.9, 1.5)
  const bad = tokens({ tok_timeout: 0.4, tok_flaky: 0.3 })
  expect(share(bad, 'tok_timeout')).toBeCloseTo(0.4, 1.5)
  expect(share(bad, 'tok_flaky')).toBeCloseTo(0.3, 1.5)
  expect(share(bad, 'tok_ok')).toBeCloseTo(0.3, 1.5)
})

test.each([{ rate: 0 }, { rate: Number.NaN }, { seconds: -1 }, { wares: { slugs: [], skus: [] } }])(
  'a load that cannot be is refused: %o',
  (differs) => {
    expect(() => scheduleArrivals({ ...options, checkoutShare: 1, ...differs })).toThrow()
  },
)
