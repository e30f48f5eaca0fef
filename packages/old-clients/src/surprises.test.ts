import { expect, test } from 'vitest'
import { surprisesIn } from './surprises.ts'

const recorded = { sku: 'a-a3', priceCents: 7_500, available: 3, sizes: ['a3'], related: [{ slug: 'b', available: 1 }] }

test.each([
  ['the very same', recorded],
  ['a new field', { ...recorded, weightG: 120 }],
  ['another stock', { ...recorded, available: 0 }],
  ['a stock that is not known', { ...recorded, available: null }],
  [
    'other prints beside it',
    {
      ...recorded,
      related: [
        { slug: 'c', available: null },
        { slug: 'd', available: 2 },
      ],
    },
  ],
  ['one more size', { ...recorded, sizes: ['a3', 'a2'] }],
])('%s surprises nobody', (_, given) => {
  expect(surprisesIn(recorded, given)).toEqual([])
})

test.each([
  ['a field that is gone', { ...recorded, priceCents: undefined, price: 75 }, 'body.priceCents is undefined, not 7500'],
  ['another price', { ...recorded, priceCents: 75 }, 'body.priceCents is 75, not 7500'],
  ['another kind', { ...recorded, available: '3' }, 'body.available is of the kind string, not number'],
  ['a list that is none', { ...recorded, sizes: 'a3' }, 'body.sizes is no list'],
  ['an entry that lacks a field', { ...recorded, related: [{ slug: 'c' }] }, 'body.related[0].available is gone'],
  ['no body', undefined, 'body is no object'],
])('%s is a surprise', (_, given, told) => {
  expect(surprisesIn(recorded, given)).toEqual([told])
})

test('a field that is left out is told as gone', () => {
  const { priceCents, ...rest } = recorded
  expect([priceCents, surprisesIn(recorded, rest)]).toEqual([7_500, ['body.priceCents is gone']])
})
