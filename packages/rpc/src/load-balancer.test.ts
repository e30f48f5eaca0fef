import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { describe, expect, test } from 'vitest'
import type { Entry } from './discovery.ts'
import { Ejection } from './ejection.ts'
import { balance, LoadBalancer } from './load-balancer.ts'
import { callOf } from './testing/call.ts'
import { TransportFault } from './transport-fault.ts'

const entryOf = (name: string): Entry => ({
  service: 'orders',
  instanceId: name,
  address: `${name}:1`,
  version: '1',
  zone: 'a',
  weight: 1,
  startedAtMs: 0,
})

/** Numbers that look random and are the same in every run (Park and Miller). */
function seededRandom(seed = 42) {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function setUp(names: string[]) {
  const clock = new TestClock(0)
  const watch = {
    entries: names.map(entryOf),
    ready: Promise.resolve(),
    closed: new AbortController().signal,
    close() {},
  }
  const answering = new Set<string>()
  const pings: string[] = []
  const ping = async ({ instanceId }: Entry) => {
    pings.push(instanceId)
    return answering.has(instanceId)
  }
  const ejection = new Ejection({ watch, ping, clock, log: silentLog })
  const balancer = new LoadBalancer({ watch, ejection, random: seededRandom() })
  const pickId = (call = callOf()) => balancer.send(call, async ({ instanceId }) => instanceId)
  const pickIds = async (count: number) => {
    const ids: string[] = []
    for (let index = 0; index < count; index++) ids.push(await pickId())
    return ids
  }
  return { clock, watch, answering, pings, ejection, balancer, pickId, pickIds }
}

const share = (ids: string[], id: string) => ids.filter((one) => one === id).length / ids.length

describe('picking', () => {
  test('spreads idle instances evenly', async () => {
    const { pickIds } = setUp(['a', 'b', 'c'])
    const ids = await pickIds(3_000)
    for (const id of ['a', 'b', 'c']) expect(share(ids, id)).toBeCloseTo(1 / 3, 1)
  })

  test('takes the one with fewer calls pending of two', async () => {
    const { balancer, pickIds, watch } = setUp(['a', 'b'])
    const onlyA = callOf({ tried: new Set([watch.entries[1]!]) })
    void balancer.send(onlyA, () => new Promise(() => {}))
    expect(share(await pickIds(100), 'b')).toBe(1)
  })

  test('shares calls of the same moment', async () => {
    const { balancer } = setUp(['a', 'b'])
    const ids: string[] = []
    const hold = ({ instanceId }: Entry) => {
      ids.push(instanceId)
      return new Promise(() => {})
    }
    for (let index = 0; index < 10; index++) void balancer.send(callOf(), hold)
    expect(share(ids, 'a')).toBe(0.5)
  })

  test('counts a call that failed as over', async () => {
    const { balancer, pickIds, watch } = setUp(['a', 'b'])
    const onlyA = callOf({ tried: new Set([watch.entries[1]!]) })
    await balancer.send(onlyA, () => Promise.reject(new Error())).catch(() => {})
    expect(share(await pickIds(1_000), 'a')).toBeCloseTo(0.5, 1)
  })

  test('prefers instances that this call has not tried', async () => {
    const { pickId, watch } = setUp(['a', 'b'])
    for (let index = 0; index < 20; index++) {
      expect(await pickId(callOf({ tried: new Set([watch.entries[0]!]) }))).toBe('b')
    }
  })

  test('tries an instance again when there is no other', async () => {
    const { pickId, watch } = setUp(['a'])
    expect(await pickId(callOf({ tried: new Set(watch.entries) }))).toBe('a')
  })

  test('fails as unavailable when nobody is registered', async () => {
    const { pickId } = setUp([])
    await expect(pickId()).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('waits for the first reading of the registry', async () => {
    const { watch, ejection } = setUp([])
    const first = Promise.withResolvers<void>()
    const late = { ...watch, ready: first.promise }
    const balancer = new LoadBalancer({ watch: late, ejection, random: () => 0 })
    const picked = balancer.send(callOf(), async ({ instanceId }) => instanceId)
    await new Promise((resolve) => setImmediate(resolve))
    late.entries = [entryOf('a')]
    first.resolve()
    expect(await picked).toBe('a')
  })
})

describe('an instance that gave no answer', () => {
  const fail = (kind: 'refused' | 'timeout') => () => Promise.reject(new TransportFault(kind, ''))

  test('gets no call until it answers a ping', async () => {
    const { balancer, pickIds, clock, answering, pings, watch } = setUp(['a', 'b'])
    await balance(balancer)(callOf({ tried: new Set([watch.entries[1]!]) }), fail('refused')).catch(() => {})
    expect(share(await pickIds(50), 'b')).toBe(1)
    await clock.advance(5_000)
    expect(share(await pickIds(50), 'b')).toBe(1)
    expect(new Set(pings)).toEqual(new Set(['a']))
    answering.add('a')
    await clock.advance(1_000)
    expect(share(await pickIds(1_000), 'a')).toBeCloseTo(0.5, 1)
  })

  test('is tried all the same when every other one is out, too', async () => {
    const { ejection, pickIds, watch } = setUp(['a', 'b'])
    for (const entry of watch.entries) ejection.eject(entry)
    const ids = await pickIds(1_000)
    expect(share(ids, 'a')).toBeCloseTo(0.5, 1)
  })

  test('is pinged no longer once it left the registry', async () => {
    const { ejection, watch, clock, pings } = setUp(['a', 'b'])
    ejection.eject(watch.entries[0]!)
    await clock.advance(100)
    watch.entries = [entryOf('b')]
    await clock.advance(1_000)
    const before = pings.length
    await clock.advance(60_000)
    expect(pings.length).toBe(before)
  })
})
