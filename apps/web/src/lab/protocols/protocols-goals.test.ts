import { expect, it } from 'vitest'
import { type ProtocolsStory, protocolsGoals, whatTheWallTook } from './protocols-goals.ts'
import { protocols, type Way } from './way.ts'

const way = (over: Partial<Way> = {}): Way => ({
  ...{ protocol: 'GraphQL', request: '', status: 200, code: null, bytes: 100, ms: 1, reply: '', gist: 'Contour' },
  calls: ['inventory.printBySlug'],
  ...over,
})
const three = (of: (name: Way['protocol']) => Partial<Way> = () => ({})) =>
  protocols.map((protocol) => way({ protocol, bytes: protocol === 'GraphQL' ? 100 : 900, ...of(protocol) }))
const seen = (over: Partial<ProtocolsStory>) =>
  protocolsGoals({ print: [], nothing: [], wall: null, ...over })
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('ticks the call only when all three agree, and took the same', () => {
  expect(seen({})).toEqual([])
  expect(seen({ print: three() })).toEqual(['same', 'calls', 'bytes'])
  expect(seen({ print: three((name) => (name === 'REST' ? { gist: 'Moon', calls: [] } : {})) })).toEqual(['bytes'])
  expect(seen({ print: three(() => ({ calls: null, bytes: 100 })) })).toEqual(['same'])
})

it('ticks the refusal only when it has one code', () => {
  expect(seen({ nothing: three(() => ({ code: 'not_found', gist: null })) })).toEqual(['refused'])
  expect(seen({ nothing: three((name) => ({ code: name === 'tRPC' ? 'internal' : 'not_found' })) })).toEqual([])
})

it('counts what the wall took', () => {
  expect(seen({ wall: way({ calls: ['a', 'b'] }) })).toEqual(['wall'])
  expect(seen({ wall: way({ calls: ['a', 'b', 'c'] }) })).toEqual([])
  expect([null, ['a'], ['a', 'b'], Array(51).fill('a')].map((calls) => whatTheWallTook(way({ calls })))).toEqual([
    null,
    'one',
    'two',
    'many',
  ])
})
