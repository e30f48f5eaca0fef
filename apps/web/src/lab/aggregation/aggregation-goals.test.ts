import { expect, it } from 'vitest'
import { type AggregationStory, aggregationGoals, whatCameWithoutSales } from './aggregation-goals.ts'
import type { Asked } from './ask-page.ts'
import { readServiceTimes, type ServiceTime, wereAtOnce } from './service-times.ts'

const time = (name: string, over: Partial<ServiceTime> = {}): ServiceTime => ({
  ...{ name, startMs: 0, ms: 4, failed: false },
  ...over,
})
const three = [time('inventory.printBySlug'), time('inventory.stockOfPrint'), time('orders.salesOf', { startMs: 1 })]
const page = (over: Partial<Asked> = {}): Asked => ({
  ...{ what: 'page', operations: ['products.bySlug'], status: 200, ms: 9, times: three, degraded: [] },
  ...over,
})
const hung = page({ degraded: ['sales'], times: [...three.slice(0, 2), time('orders.salesOf', { failed: true })] })
const seen = (asked: readonly Asked[], over: Partial<AggregationStory> = {}) =>
  aggregationGoals({ asked, routes: null, ...over })
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('reads when each call began and how long it took, and nothing from an answer that took none', () => {
  expect(readServiceTimes('inventory.printBySlug;start=0.0;dur=4.1, orders.salesOf;start=0.2;failed=1')).toEqual([
    { name: 'inventory.printBySlug', startMs: 0, ms: 4.1, failed: false },
    { name: 'orders.salesOf', startMs: 0.2, ms: null, failed: true },
  ])
  expect(readServiceTimes(null)).toEqual([])
})

it('calls are at once only when the last began before the first had ended', () => {
  expect(wereAtOnce(three)).toBe(true)
  expect(wereAtOnce([time('a'), time('b', { startMs: 4 })])).toBe(false)
  expect(wereAtOnce([time('a')])).toBe(false)
})

it('ticks the page by three calls at once, and not by three in turn', () => {
  expect(seen([page()])).toEqual(['fan'])
  expect(seen([page({ times: three.map((one, index) => ({ ...one, startMs: index * 5 })) })])).toEqual([])
})

it('ticks the batch when one request led to more calls than it has operations', () => {
  const batch = { what: 'batch', operations: ['a', 'b'] } as const
  expect(seen([page({ ...batch })])).toEqual(['batch'])
  expect(seen([page({ ...batch, times: three.slice(1) })])).toEqual([])
})

it('ticks the page without sales, and the whole one only after it', () => {
  expect(seen([hung])).toEqual(['without'])
  expect(seen([page(), hung])).toEqual(['fan', 'without'])
  expect(seen([hung, page()])).toEqual(['fan', 'without', 'whole'])
  expect(seen([page({ ...hung, degraded: ['stock', 'sales'] })])).toEqual([])
})

it('judges the prediction by the page for which a call failed', () => {
  expect([[page()], [hung], [{ ...hung, status: 503 }]].map(whatCameWithoutSales)).toEqual([null, 'partial', 'fails'])
})
