import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { consistentHash, keyOfField } from './consistent-hash.ts'
import { leastPending } from './least-pending.ts'
import { roundRobin } from './round-robin.ts'
import type { Strategy } from './strategy.ts'
import { choosing } from './testing/choose.ts'
import { entryOf } from './testing/entry.ts'
import { fleetOf } from './testing/fleet.ts'
import { seededRandom } from './testing/seeded-random.ts'
import { weighted } from './weighted.ts'

const strategies: [string, () => Strategy][] = [
  ['least-pending', () => leastPending],
  ['round-robin', roundRobin],
  ['weighted', weighted],
  ['hash', () => consistentHash(keyOfField())],
]

/** Weights, warmth in tenths and calls pending of a few instances. */
const instances = fc.array(
  fc.record({ weight: fc.integer({ min: 1, max: 8 }), warm: fc.integer({ min: 1, max: 10 }), pending: fc.nat(20) }),
  { minLength: 1, maxLength: 8 },
)

function peersOf(made: readonly { weight: number; warm?: number; pending?: number }[]) {
  const { peers } = fleetOf(made.map(({ weight }, n) => entryOf(`i${n}`, { weight })))
  for (const [n, peer] of peers.all.entries()) peer.pending = made[n]?.pending ?? 0
  const warm = new Map(peers.all.map((peer, n) => [peer, (made[n]?.warm ?? 10) / 10]))
  return { all: peers.all, warmth: (peer: (typeof peers.all)[number]) => warm.get(peer) ?? 1 }
}

describe.each(strategies)('%s', (_, make) => {
  test('never chooses one that the call has tried', () => {
    const property = fc.property(instances, fc.nat(), fc.nat(), ({ length }, free, seed) => {
      const { all, warmth } = peersOf(Array.from({ length }, () => ({ weight: 1 })))
      const left = all[free % length]
      const { choose } = choosing(make(), all, { warmth, random: seededRandom(seed + 1), skip: (one) => one !== left })
      for (let n = 0; n < 20; n++) expect(choose(n)).toBe(left)
    })
    fc.assert(property)
  })

  test('never chooses one that is skipped, whoever is busy, heavy or cold', () => {
    const property = fc.property(instances, fc.nat(), (made, seed) => {
      const { all, warmth } = peersOf(made)
      const skipped = new Set(all.filter((_one, n) => n % 2 === 1))
      const { choose } = choosing(make(), all, { warmth, random: seededRandom(seed + 1) })
      for (let n = 0; n < 20; n++) expect(skipped).not.toContain(choose(n, (one) => skipped.has(one)))
    })
    fc.assert(property)
  })

  // Chance has the same seed in every run, so what holds now holds always.
  test('starves nobody, whatever anybody weighs and while anybody warms up', () => {
    const property = fc.property(instances, fc.nat(), (made, seed) => {
      const { all, warmth } = peersOf(made.map((one) => ({ ...one, pending: 0 })))
      const { choose } = choosing(make(), all, { warmth, random: seededRandom(seed + 1) })
      const waiting = new Set(all)
      for (let n = 0; n < 5_000 && waiting.size > 0; n++) waiting.delete(choose(n))
      expect(waiting.size).toBe(0)
    })
    fc.assert(property, { seed: 1, numRuns: 50 })
  })

  test('spreads calls over a thousand instances, with next to nobody idle and nobody twice as busy as the others', () => {
    const { all } = peersOf(Array.from({ length: 1_000 }, () => ({ weight: 1 })))
    const { choose } = choosing(make(), all)
    for (let n = 0; n < 5_000; n++) choose(n).pending++
    expect(all.filter(({ pending }) => pending === 0).length).toBeLessThan(10)
    expect(Math.max(...all.map(({ pending }) => pending))).toBeLessThanOrEqual(10)
  })

  test('says so when there is nobody', () => {
    expect(() => choosing(make(), []).choose()).toThrow('nobody to choose among')
  })
})
