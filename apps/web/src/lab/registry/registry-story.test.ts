import { describe, expect, it } from 'vitest'
import { noStory, type Scene, since, withScene } from './registry-story.ts'

const lease = { expiresInMs: 4_000, ttlMs: 5_000, address: '' }
const a = { id: 'a', state: 'ready', restarts: 0, lease } as const
const b = { id: 'b', state: 'ready', restarts: 2, lease } as const
const scene = (over: Partial<Scene>): Scene => ({
  instances: [a, b],
  calls: { answered: 0, failed: 0 },
  calling: true,
  lately: {},
  wiped: false,
  ...over,
})
const told = (...scenes: Partial<Scene>[]) => scenes.map(scene).reduce(withScene, noStory)

describe('a death', () => {
  it('is seen by the state, or afterwards by one restart more, with the calls that had ended by then', () => {
    const calls = { answered: 30, failed: 1 }
    expect(told({}, { instances: [{ ...a, state: 'dead' }, b], calls }).died).toEqual(calls)
    expect(told({ calling: false }, { instances: [{ ...a, restarts: 1 }, b], calls }).died).toEqual(calls)
  })

  it('is not taken from restarts that were there before, nor from a newcomer', () => {
    const idle = { calling: false }
    expect(told(idle, {}, { instances: [a, b, { ...a, id: 'c', restarts: 3 }] }).died).toBeNull()
  })

  it('does not count while nobody calls, not even afterwards', () => {
    const dead = { calling: false, instances: [{ ...a, state: 'dead' as const }, b] }
    const again = { instances: [{ ...a, restarts: 1 }, b] }
    expect(told({ calling: false }, dead, { ...again, calling: false }, again).died).toBeNull()
  })

  it('is counted from its first moment on', () => {
    const story = told({}, { instances: [{ ...a, state: 'dead' }, b], calls: { answered: 30, failed: 1 } }, {})
    expect(since(story.died, { answered: 55, failed: 1 })).toEqual({ answered: 25, failed: 0 })
    expect(since(null, { answered: 55, failed: 1 })).toBeNull()
  })
})

it('knows a newcomer once it answers, and what share it takes', () => {
  const instances = [a, b, { ...a, id: 'c' }]
  expect(told({}, { instances, lately: { a: 50, b: 50 } }).newcomer).toBeNull()
  expect(told({}, { instances, lately: { a: 40, b: 40, c: 20 } }).newcomer).toEqual({
    id: 'c',
    answered: 20,
    share: 0.2,
  })
})

it('has the leases back after a wipe only once every ready instance is seen with one in a later scene', () => {
  expect(told({}, { wiped: true }).leases).toBe('gone')
  expect(told({}, { wiped: true }, { wiped: true, instances: [a, { ...b, lease: null }] }).leases).toBe('gone')
  expect(told({}, { wiped: true }, { wiped: true }).leases).toBe('back')
  expect(told({}, {}).leases).toBe('untouched')
})
