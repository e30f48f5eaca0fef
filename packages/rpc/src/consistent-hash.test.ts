import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { consistentHash, keyOfField } from './consistent-hash.ts'
import type { Peer } from './peers.ts'
import { choosing } from './testing/choose.ts'
import { entryOf } from './testing/entry.ts'
import { fleetOf } from './testing/fleet.ts'

const keys = Array.from({ length: 2_000 }, (_, n) => `sku-${n}`)
const names = (size: number) => Array.from({ length: size }, (_, n) => `orders-${n}`)
const byWhole = consistentHash(keyOfField())

/** Who owns each key. */
function ownersAmong(among: readonly Peer[]): string[] {
  const { choose } = choosing(byWhole, among)
  return keys.map((key) => choose(key).entry.instanceId)
}
const ownersOf = (first: Parameters<typeof fleetOf>[0]) => ownersAmong(fleetOf(first).peers.all)

const fleets = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 10 })

describe('the same key', () => {
  test('goes to the same instance, whoever asks and in whatever order they know the instances', () => {
    expect(ownersOf(names(7).toReversed())).toEqual(ownersOf(names(7)))
  })

  test('goes to the same instance after a restart at a new address', () => {
    const restarted = entryOf('orders-3', { address: '10.0.0.9:4711', startedAtMs: 1_000 })
    expect(ownersOf([...names(7).filter((name) => name !== 'orders-3'), restarted])).toEqual(ownersOf(names(7)))
  })

  test('is the value of the named field, whatever else was asked', () => {
    const { peers } = fleetOf(names(20))
    const { choose } = choosing(consistentHash(keyOfField('sku')), peers.all)
    for (const sku of keys.slice(0, 50)) expect(choose({ sku, page: 2 })).toBe(choose({ sku }))
    expect(new Set(keys.slice(0, 50).map((sku) => choose({ sku }))).size).toBeGreaterThan(1)
  })

  test('is the whole input when no field is named, and the same for all when the field is missing', () => {
    const whole = keyOfField()
    expect(whole({ sku: 'a' })).not.toBe(whole({ sku: 'b' }))
    expect(keyOfField('sku')({})).toBe(keyOfField('sku')(undefined))
  })
})

describe('when instances come and go', () => {
  test('only keys of the newcomer move, whoever it is', () => {
    const property = fc.property(fleets, ([newcomer = '', ...others]) => {
      const [before, after] = [ownersOf(others), ownersOf([...others, newcomer])]
      for (const [n, owner] of after.entries()) if (owner !== before[n]) expect(owner).toBe(newcomer)
    })
    fc.assert(property, { numRuns: 20 })
  })

  test('only keys of the one that leaves move, whoever it is', () => {
    const property = fc.property(fleets, ([leaver = '', ...others]) => {
      const [before, after] = [ownersOf([leaver, ...others]), ownersOf(others)]
      for (const [n, owner] of before.entries()) if (owner !== after[n]) expect(owner).toBe(leaver)
    })
    fc.assert(property, { numRuns: 20 })
  })

  test('what moves is about one instance’s share', () => {
    for (const size of [3, 5, 10, 20]) {
      const [before, after] = [ownersOf(names(size)), ownersOf(names(size + 1))]
      const moved = after.filter((owner, n) => owner !== before[n]).length / keys.length
      expect(moved).toBeGreaterThan(0.5 / (size + 1))
      expect(moved).toBeLessThan(1.7 / (size + 1))
    }
  })

  test('keys move only to the one whose weight grows', () => {
    const grown = [...names(4), entryOf('orders-4', { weight: 3 })]
    const [before, after] = [ownersOf(names(5)), ownersOf(grown)]
    for (const [n, owner] of after.entries()) if (owner !== before[n]) expect(owner).toBe('orders-4')
    expect(after).not.toEqual(before)
  })

  test('keys of one that was left out come home when it is back', () => {
    const { peers, peer } = fleetOf(names(5))
    const before = ownersAmong(peers.sound())
    peers.leaveOut(peer('orders-1'), 'refused')
    expect(ownersAmong(peers.sound())).not.toContain('orders-1')
    peers.takeBack(peer('orders-1'))
    expect(ownersAmong(peers.sound())).toEqual(before)
  })
})

describe('shares', () => {
  test('are about even among equals', () => {
    const owners = ownersOf(names(10))
    for (const name of names(10)) {
      const share = owners.filter((owner) => owner === name).length / keys.length
      expect(share).toBeGreaterThan(0.05)
      expect(share).toBeLessThan(0.17)
    }
  })

  test('follow weights', () => {
    const owners = ownersOf([entryOf('light'), entryOf('heavy', { weight: 3 })])
    const share = owners.filter((owner) => owner === 'heavy').length / keys.length
    expect(share).toBeGreaterThan(0.65)
    expect(share).toBeLessThan(0.85)
  })

  test('nobody is busier than five quarters of its share, whatever keys are asked for', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 })
    const calls = fc.array(fc.nat(3), { minLength: 1, maxLength: 100 })
    const property = fc.property(weights, calls, (all, asked) => {
      const { peers } = fleetOf(all.map((weight, n) => entryOf(`i${n}`, { weight })))
      const total = all.reduce((sum, weight) => sum + weight, 0)
      const { choose } = choosing(byWhole, peers.all)
      for (const [n, key] of asked.entries()) {
        const chosen = choose(key)
        chosen.pending++
        expect(chosen.pending).toBeLessThanOrEqual(Math.ceil(((n + 1) * chosen.entry.weight * 1.25) / total))
      }
    })
    fc.assert(property)
  })

  test('a popular key that spills over goes to the same few instances', () => {
    const { peers } = fleetOf(names(10))
    const { choose } = choosing(byWhole, peers.all)
    const first = choose('popular')
    const chosen = Array.from({ length: 8 }, () => {
      const peer = choose('popular')
      peer.pending++
      return peer
    })
    expect(chosen[0]).toBe(first)
    expect(new Set(chosen).size).toBeGreaterThan(1)
    for (const peer of peers.all) peer.pending = 0
    const again = Array.from({ length: 8 }, () => {
      const peer = choose('popular')
      peer.pending++
      return peer
    })
    expect(again).toEqual(chosen)
  })
})
