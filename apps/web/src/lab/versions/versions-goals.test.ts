import type { Played } from '@switchyard/old-clients/play'
import { expect, it } from 'vitest'
import type { Told } from './ask-version.ts'
import { type VersionsStory, versionsGoals, whatBecameOfTheClient } from './versions-goals.ts'

const told = (version: Told['version'], over: Partial<Told> = {}): Told => ({
  ...{ version, path: '/', status: 200, deprecation: null, sunset: null, link: null, body: {} },
  ...over,
})
const announced = { deprecation: '@1', sunset: 'Mon', link: '</api/v2/x>; rel="successor-version"' }
const seen = (story: Partial<VersionsStory>) =>
  versionsGoals({ pair: null, played: null, ...story })
    .filter((goal) => goal.seen)
    .map(({ key }) => key)
const played = (...surprises: string[][]): Played[] =>
  surprises.map((each) => ({
    name: 'x',
    method: 'GET',
    path: '/',
    status: each.length > 0 ? 404 : 200,
    surprises: each,
  }))

it('ticks the announcement when version 1 makes it and version 2 does not', () => {
  expect(seen({ pair: [told('v1', announced), told('v2')] })).toEqual(['going'])
  expect(seen({ pair: [told('v1', { ...announced, link: null }), told('v2')] })).toEqual([])
  expect(seen({ pair: [told('v1', announced), told('v2', announced)] })).toEqual([])
})

it('ticks the prices when all are the same', () => {
  const both = (cents: number, amount: number) =>
    [
      told('v1', { body: { variants: [{ priceCents: cents }] } }),
      told('v2', { body: { variants: [{ price: { amount } }] } }),
    ] as const
  expect(seen({ pair: both(7_500, 7_500) })).toEqual(['prices'])
  expect(seen({ pair: both(7_500, 75) })).toEqual([])
})

it('ticks the refusal when both say not_found', () => {
  const refused = { status: 404, body: { code: 'not_found' } }
  expect(seen({ pair: [told('v1', refused), told('v2', refused)] })).toEqual(['refusal'])
  expect(seen({ pair: [told('v1', refused), told('v2')] })).toEqual([])
})

it('judges the recorded client by all that it asked', () => {
  expect([seen({ played: played([], []) }), seen({ played: played([], ['gone']) })]).toEqual([['client'], []])
  expect(whatBecameOfTheClient({ pair: null, played: null })).toBeNull()
  expect(whatBecameOfTheClient({ pair: null, played: played([], []) })).toBe('served')
  expect(whatBecameOfTheClient({ pair: null, played: played([], ['gone']) })).toBe('breaks')
  expect(whatBecameOfTheClient({ pair: null, played: played(['gone']) })).toBe('refused')
})
