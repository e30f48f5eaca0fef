import fc from 'fast-check'
import { expect, test } from 'vitest'
import { choosing } from './testing/choose.ts'
import { entryOf } from './testing/entry.ts'
import { fleetOf } from './testing/fleet.ts'
import { weighted } from './weighted.ts'

const weights = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 10 })
const fleetOfWeights = (all: readonly number[]) => fleetOf(all.map((weight, n) => entryOf(`i${n}`, { weight })))
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

test('in a full turn of all weights each instance gets exactly its weight, turn after turn', () => {
  const property = fc.property(weights, (all) => {
    const { count } = choosing(weighted(), fleetOfWeights(all).peers.all)
    for (let turn = 0; turn < 3; turn++) expect(Object.values(count(sum(all)))).toEqual(all)
  })
  fc.assert(property)
})

test('nobody waits for longer than one full turn, wherever it begins', () => {
  const property = fc.property(weights, fc.nat(200), (all, before) => {
    const { choose, count } = choosing(weighted(), fleetOfWeights(all).peers.all)
    for (let n = 0; n < before; n++) choose()
    expect(Object.values(count(sum(all)))).toEqual(all)
  })
  fc.assert(property)
})

test('the turns of the heaviest are spread out, not in a row', () => {
  const { choose } = choosing(weighted(), fleetOfWeights([5, 1, 1]).peers.all)
  const order = Array.from({ length: 7 }, () => choose().entry.instanceId)
  expect(order).toEqual(['i0', 'i0', 'i1', 'i0', 'i2', 'i0', 'i0'])
})

test('a canary of a twentieth gets a twentieth', () => {
  const canary = entryOf('canary', { version: '2', weight: 0.1 })
  const { peers } = fleetOf([entryOf('a'), entryOf('b', { weight: 0.9 }), canary])
  const { canary: calls } = choosing(weighted(), peers.all).count(10_000)
  expect(calls).toBeGreaterThanOrEqual(499)
  expect(calls).toBeLessThanOrEqual(501)
})

test('an instance that warms up gets its weight times its warmth', () => {
  const { peers, peer } = fleetOfWeights([10, 10, 20])
  const warmth = (one: unknown) => (one === peer('i2') ? 0.5 : 1)
  expect(choosing(weighted(), peers.all, { warmth }).count(300)).toEqual({ i0: 100, i1: 100, i2: 100 })
})

test('who was left out for a while has nothing saved up', () => {
  const { peers } = fleetOfWeights([1, 1, 2])
  choosing(weighted(), peers.all.slice(1)).count(1_000)
  expect(choosing(weighted(), peers.all).count(4)).toEqual({ i0: 1, i1: 1, i2: 2 })
})

test('a newcomer changes the shares at once, without a burst', () => {
  const { peers, join } = fleetOfWeights([1, 1])
  choosing(weighted(), peers.all).count(101)
  join(entryOf('c', { weight: 2 }))
  const { choose } = choosing(weighted(), peers.all)
  const order = Array.from({ length: 40 }, () => choose().entry.instanceId)
  expect(order.filter((id) => id === 'c')).toHaveLength(20)
  expect(order.join('')).not.toContain('ccc')
})
