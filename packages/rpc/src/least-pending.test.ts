import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leastPending } from './least-pending.ts'
import type { Peer } from './peers.ts'
import { choosing } from './testing/choose.ts'
import { entryOf } from './testing/entry.ts'
import { fleetOf } from './testing/fleet.ts'
import { seededRandom } from './testing/seeded-random.ts'

const fleetOfSize = (size: number) => fleetOf(Array.from({ length: size }, (_, n) => `i${n}`)).peers.all

test('never chooses the busier of two, for their weights', () => {
  const one = fc.record({ weight: fc.integer({ min: 1, max: 8 }), pending: fc.nat(50) })
  const property = fc.property(one, one, fc.nat(), (left, right, seed) => {
    const { peers } = fleetOf([entryOf('left', left), entryOf('right', right)])
    const [a, b] = peers.all
    if (!a || !b) throw new Error('There are two.')
    Object.assign(a, { pending: left.pending })
    Object.assign(b, { pending: right.pending })
    const chosen = choosing(leastPending, peers.all, { random: seededRandom(seed + 1) }).choose()
    const [mine, other] = chosen === a ? [left, right] : [right, left]
    expect(mine.pending / mine.weight).toBeLessThanOrEqual(other.pending / other.weight)
  })
  // The same seed in every run: one time in 65,536 both draws are of the same instance.
  fc.assert(property, { seed: 1 })
})

test('the busiest of many is never chosen', () => {
  const all = fleetOfSize(5)
  const [busiest] = all
  if (busiest) busiest.pending = 1
  const { choose } = choosing(leastPending, all)
  for (let n = 0; n < 1_000; n++) expect(choose()).not.toBe(busiest)
})

test('idle instances are chosen in proportion to their weights', () => {
  const property = fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 6 }), (weights) => {
    const { peers } = fleetOf(weights.map((weight, n) => entryOf(`i${n}`, { weight })))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const shares = Object.values(choosing(leastPending, peers.all).count(4_000)).map((calls) => calls / 4_000)
    // Five standard deviations of a draw.
    for (const [n, weight] of weights.entries()) expect(Math.abs((shares[n] ?? 0) - weight / total)).toBeLessThan(0.04)
  })
  fc.assert(property, { seed: 1, numRuns: 30 })
})

test('a newcomer has half of a fair share of half a second before that is over', async () => {
  const fleet = fleetOf(['a', 'b'])
  const { peers, clock } = fleet
  const answered = new Map<string, number>()
  const under: { peer: Peer; untilMs: number }[] = []
  const random = seededRandom()
  /** Five hundred calls a second, of 20 ms each. */
  const call = () => {
    while (under[0] && under[0].untilMs <= clock.now()) {
      const done = under.shift()?.peer
      if (done) done.pending--
    }
    const peer = choosing(leastPending, peers.sound(), { warmth: peers.warmth(), random }).choose()
    peer.pending++
    answered.set(peer.entry.instanceId, (answered.get(peer.entry.instanceId) ?? 0) + 1)
    under.push({ peer, untilMs: clock.now() + 20 })
  }
  fleet.join('c', 'd')
  for (let n = 0; n < 225; n++) {
    call()
    await clock.advance(2)
  }
  const half = (250 / 4) * 0.5
  const isEnough = expect.toSatisfy((calls: number) => calls >= half)
  expect([answered.get('c') ?? 0, answered.get('d') ?? 0]).toEqual([isEnough, isEnough])
})

test('calls that pile up are as even as two choices make them, not as uneven as one', () => {
  const all = fleetOfSize(50)
  const { choose } = choosing(leastPending, all)
  for (let n = 0; n < 50 * 100; n++) choose().pending++
  // Chance alone would have left the busiest 125 and more.
  for (const { pending } of all) expect(Math.abs(pending - 100)).toBeLessThanOrEqual(4)
})

test('two instances share calls that pile up evenly', () => {
  const all = fleetOfSize(2)
  const { choose } = choosing(leastPending, all)
  for (let n = 0; n < 100; n++) choose().pending++
  expect(all.map(({ pending }) => pending)).toEqual([50, 50])
})

describe('an instance that warms up', () => {
  const cold = () => {
    const all = fleetOfSize(3)
    return choosing(leastPending, all, { warmth: (one) => (one === all[0] ? 0.1 : 1) })
  }

  test('gets its part of idle turns', () => {
    const { i0 = 0 } = cold().count(10_000)
    expect(i0 / 10_000).toBeGreaterThan(0.03)
    expect(i0 / 10_000).toBeLessThan(0.065)
  })

  test('gets its part of calls that pile up, however idle it looks', () => {
    const all = fleetOfSize(2)
    const { choose } = choosing(leastPending, all, { warmth: (one) => (one === all[0] ? 0.1 : 1) })
    for (let n = 0; n < 110; n++) choose().pending++
    expect(all[0]?.pending).toBeGreaterThanOrEqual(9)
    expect(all[0]?.pending).toBeLessThanOrEqual(11)
  })
})
