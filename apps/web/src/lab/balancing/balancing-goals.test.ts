import { expect, it } from 'vitest'
import type { Lane } from '../lane-words.ts'
import { balancingGoals, type Ran, whatCameOfSlowness } from './balancing-goals.ts'

const lane = (strategy: Lane['strategy'], shares: Record<string, number>, failed = 0) =>
  ({
    strategy,
    failed,
    calls: Array.from({ length: Object.values(shares).reduce((sum, count) => sum + count, failed) }),
    shares: Object.entries(shares).map(([instanceId, answered]) => ({ instanceId, answered })),
  }) as unknown as Lane
const ran = (lanes: Lane[], slow: string | null = null) => ({ comparison: { lanes }, slow }) as unknown as Ran
const seen = (one: Ran) =>
  balancingGoals(one)
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('ticks fairness only for two instances or more that are at most one call apart', () => {
  expect(seen(ran([lane('round-robin', { a: 30, b: 30 })]))).toEqual(['fair'])
  expect(seen(ran([lane('round-robin', { a: 31, b: 29 })]))).toEqual([])
  expect(seen(ran([lane('round-robin', { a: 60 })]))).toEqual([])
})

it('ticks that a slow instance is spared only if there was one and nothing was lost', () => {
  const least = lane('least-pending', { a: 50, b: 10 })
  expect(seen(ran([least], 'b'))).toEqual(['spares'])
  expect(seen(ran([least]))).toEqual([])
  expect(seen(ran([least], 'a'))).toEqual([])
  expect(seen(ran([lane('least-pending', { a: 49, b: 10 }, 1)], 'b'))).toEqual([])
})

it('ticks that a hash keeps its keys once the same instances answered in the same order three times', () => {
  const answeredBy = (...ids: string[]) => ({ ...lane('hash', {}), calls: ids.map((instanceId) => ({ instanceId })) })
  const hashed = (...ids: string[]) => seen(ran([answeredBy(...ids) as unknown as Lane]))
  expect(hashed('a', 'b', 'b', 'a', 'b', 'b', 'a', 'b', 'b')).toEqual(['keeps'])
  expect(hashed('a', 'b', 'b', 'a', 'b', 'b', 'a', 'b', 'a')).toEqual([])
  expect(hashed('a', 'a')).toEqual([])
})

it('judges a prediction by who sent the slow one less, and not at all without a slow one or without both ways', () => {
  const least = lane('least-pending', { a: 50, b: 10 })
  const robin = lane('round-robin', { a: 30, b: 30 })
  expect(whatCameOfSlowness(ran([least, robin], 'b'))).toBe('least-pending')
  expect(whatCameOfSlowness(ran([lane('least-pending', { a: 28, b: 32 }), robin], 'b'))).toBe('same')
  expect(whatCameOfSlowness(ran([least, robin]))).toBeNull()
  expect(whatCameOfSlowness(ran([least], 'b'))).toBeNull()
  expect(whatCameOfSlowness(null)).toBeNull()
})
