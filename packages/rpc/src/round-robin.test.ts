import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roundRobin } from './round-robin.ts'
import { choosing } from './testing/choose.ts'
import { entryOf } from './testing/entry.ts'
import { fleetOf } from './testing/fleet.ts'
import { seededRandom } from './testing/seeded-random.ts'

const fleetOfSize = (size: number) => fleetOf(Array.from({ length: size }, (_, n) => `i${n}`)).peers.all

test('in any run of calls as long as the fleet each instance gets exactly one', () => {
  const property = fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(50), fc.nat(), (size, before, seed) => {
    const { choose, count } = choosing(roundRobin(), fleetOfSize(size), { random: seededRandom(seed + 1) })
    for (let n = 0; n < before; n++) choose()
    expect(new Set(Object.values(count(size)))).toEqual(new Set([1]))
    expect(new Set(Object.values(count(size * 7)))).toEqual(new Set([7]))
  })
  fc.assert(property)
})

test('weight and pending calls change nothing', () => {
  const { peers, peer } = fleetOf([entryOf('light'), entryOf('heavy', { weight: 9 })])
  peer('light').pending = 100
  expect(choosing(roundRobin(), peers.all).count(100)).toEqual({ light: 50, heavy: 50 })
})

test('calls to some of the instances do not disturb the turns of calls to all', () => {
  const all = fleetOfSize(2)
  const some = all.slice(1)
  const strategy = roundRobin()
  const [any, pinned] = [choosing(strategy, all), choosing(strategy, some)]
  const chosen = Array.from({ length: 10 }, () => {
    pinned.choose()
    return any.choose()
  })
  for (const one of all) expect(chosen.filter((other) => other === one)).toHaveLength(5)
})

test('a repeat elsewhere takes a turn like any other', () => {
  const all = fleetOfSize(3)
  const { choose } = choosing(roundRobin(), all)
  for (let n = 0; n < 30; n++) {
    const first = choose()
    expect(choose({}, (one) => one === first)).not.toBe(first)
  }
})

test('an instance that warms up sits out turns in proportion, and the others share them', () => {
  const all = fleetOfSize(3)
  const counts = choosing(roundRobin(), all, { warmth: (one) => (one === all[0] ? 0.25 : 1) }).count(9_000)
  expect(counts.i0).toBeGreaterThan(800)
  expect(counts.i0).toBeLessThan(1_200)
  expect(Math.abs((counts.i1 ?? 0) - (counts.i2 ?? 0))).toBeLessThan(1_500)
})

test('when all warm up nobody is turned away', () => {
  const counts = choosing(roundRobin(), fleetOfSize(3), { warmth: () => 0.1 }).count(3_000)
  for (const calls of Object.values(counts)) expect(calls).toBeGreaterThan(800)
})
