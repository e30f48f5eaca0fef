import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { describe, expect, test } from 'vitest'
import { createRegistry, type RegistryStore, registryTimes } from './discovery.ts'
import { memoryRegistryStore } from './memory-registry.ts'
import { signRegistration } from './registration.ts'
import { instantSeal } from './testing/instant-seal.ts'
import { entryOf } from './testing/registry.ts'

/** A registry whose engine can be taken away and wiped, with some instances in it. */
async function setUp(instances: number) {
  const clock = new TestClock()
  const state = { away: false, hints: true, listening: 0, engine: memoryRegistryStore({ clock }) }
  const check = () => (state.away ? Promise.reject(new Error('away')) : Promise.resolve())
  const store: RegistryStore = {
    put: async (registration, how) => check().then(() => state.engine.put(registration, how)),
    list: async (service) => check().then(() => state.engine.list(service)),
    onChange(service, listener) {
      const stop = state.engine.onChange(service, () => state.hints && listener())
      state.listening++
      return () => {
        state.listening--
        stop()
      }
    },
    close: async () => {},
  }
  const identity = instantSeal({ service: 'orders', clock })
  const registry = createRegistry({ store, identity, clock, log: silentLog })
  const leases = []
  for (let n = 1; n <= instances; n++) leases.push(await registry.register(entryOf(n)))
  const heard: string[][] = []
  const watch = registry.watch('orders', (entries) => heard.push(entries.map(({ instanceId }) => instanceId)))
  await watch.ready
  const ids = () => watch.entries.map(({ instanceId }) => instanceId)
  return { clock, state, registry, leases, watch, heard, ids }
}

describe('a watcher', () => {
  test('knows who is there after its first reading', async () => {
    const { watch } = await setUp(2)
    expect(watch.entries).toEqual([entryOf(1), entryOf(2)])
  })

  test('hears of a newcomer and of one that leaves without waiting', async () => {
    const { clock, registry, heard, leases } = await setUp(1)
    await registry.register(entryOf(2))
    await clock.advance(20)
    await leases[0]?.release()
    await clock.advance(20)
    expect(heard).toEqual([['orders-1'], ['orders-1', 'orders-2'], ['orders-2']])
  })

  test('finds out by reading when no hint comes', async () => {
    const { clock, state, registry, ids } = await setUp(1)
    state.hints = false
    await registry.register(entryOf(2))
    await clock.advance(registryTimes.rereadMs)
    expect(ids()).toEqual(['orders-1', 'orders-2'])
  })

  test('drops one of three that died within 6 s of its last beat', async () => {
    const { clock, leases, ids } = await setUp(3)
    leases[0]?.forget()
    await clock.advance(4_000)
    expect(ids()).toHaveLength(3)
    await clock.advance(2_000)
    expect(ids()).toEqual(['orders-2', 'orders-3'])
  })

  test('takes a restarted instance for the newest of its kind', async () => {
    const { clock, registry, watch, leases } = await setUp(1)
    leases[0]?.forget()
    await registry.register(entryOf(1, { address: '127.0.0.1:9', startedAtMs: 99 }))
    await clock.advance(20)
    expect(watch.entries).toEqual([entryOf(1, { address: '127.0.0.1:9', startedAtMs: 99 })])
  })

  test('tells of changes alone, not of every reading', async () => {
    const { clock, heard } = await setUp(2)
    await clock.advance(30_000)
    expect(heard).toHaveLength(1)
  })

  test('hears nothing after it was closed', async () => {
    const { clock, registry, watch, heard, state } = await setUp(1)
    watch.close()
    expect(state.listening).toBe(0)
    await registry.register(entryOf(2))
    await clock.advance(5_000)
    expect(heard).toHaveLength(1)
  })
})

describe('a rogue registration', () => {
  const foreign = async (service: string, clock: TestClock, as = service) => {
    const entry = entryOf(9, { service: as, address: '6.6.6.6:66' })
    const identity = instantSeal({ service, clock, as })
    return { id: 'orders-9@9', text: await signRegistration({ identity, entry, ttlMs: 5_000, leaves: false }) }
  }
  test.each([
    [
      'without a signature',
      async () => ({ id: 'orders-9@9', text: JSON.stringify(entryOf(9, { address: '6.6.6.6:66' })) }),
    ],
    ['of another service', (clock: TestClock) => foreign('inventory', clock)],
    ["of this service by another's key", (clock: TestClock) => foreign('inventory', clock, 'orders')],
  ])('%s is in no view and among no leases, and is seen to be refused', async (_, make) => {
    const { clock, state, registry, ids, watch, heard } = await setUp(1)
    await state.engine.put({ service: 'orders', ...(await make(clock)) }, { ttlMs: 60_000, hint: true })
    await clock.advance(2_000)
    expect(ids()).toEqual(['orders-1'])
    expect(heard).toHaveLength(1)
    expect(await registry.leases('orders')).toHaveLength(1)
    expect(watch.refused).toMatchObject([{ instanceId: 'orders-9', address: '6.6.6.6:66', why: expect.any(String) }])
  })

  test('in the place of a living instance takes it from no view', async () => {
    const { clock, state, ids, heard } = await setUp(2)
    for (let turn = 0; turn < 20; turn++) {
      await state.engine.put({ service: 'orders', id: 'orders-1@1', text: 'mine' }, { ttlMs: 5_000, hint: true })
      await clock.advance(330)
      expect(ids()).toEqual(['orders-1', 'orders-2'])
    }
    expect(heard).toHaveLength(1)
  })

  test('is a mere copy of a dead instance: it is of use for 30 s after the last signature', async () => {
    const { clock, state, leases, ids } = await setUp(2)
    const [dead] = (await state.engine.list('orders')).kept
    leases[0]?.forget()
    if (dead) await state.engine.put({ service: 'orders', ...dead }, { ttlMs: 3_600_000, hint: true })
    await clock.advance(29_000)
    expect(ids()).toHaveLength(2)
    await clock.advance(registryTimes.rereadMs * 2 + registryTimes.preserveMs)
    expect(ids()).toEqual(['orders-2'])
  })

  test('cannot be made by a registry of another service', async () => {
    const { registry } = await setUp(0)
    const registered = registry.register(entryOf(1, { service: 'inventory' }))
    await expect(registered).rejects.toThrow('orders cannot register an instance of inventory')
  })
})

describe('a flood of registrations', () => {
  test('takes nobody from a view, lets a newcomer in, and is over when it ends', async () => {
    const { clock, state, registry, ids } = await setUp(3)
    const flood = Array.from({ length: 2_500 }, (_, n) => ({ service: 'orders', id: `f-${n}@1`, text: `flood ${n}` }))
    for (const one of flood) await state.engine.put(one, { ttlMs: 30_000, hint: true })
    await clock.advance(20_000)
    expect(ids()).toEqual(['orders-1', 'orders-2', 'orders-3'])
    await registry.register(entryOf(4))
    await clock.advance(9_000)
    expect(ids()).toHaveLength(4)
    await clock.advance(10_000)
    expect(ids()).toHaveLength(4)
  })
})

describe('self-preservation', () => {
  test('keeps the last good view for as long as the registry is away, and heals when it returns', async () => {
    const { clock, state, ids } = await setUp(2)
    state.away = true
    await clock.advance(60_000)
    expect(ids()).toEqual(['orders-1', 'orders-2'])
    state.away = false
    await clock.advance(registryTimes.beatMs + registryTimes.rereadMs)
    expect(ids()).toEqual(['orders-1', 'orders-2'])
  })

  test('keeps everybody when the registry was wiped, until they have registered again', async () => {
    const { clock, state, heard, registry } = await setUp(3)
    state.engine = memoryRegistryStore({ clock })
    await clock.advance(registryTimes.beatMs + registryTimes.rereadMs)
    expect(await registry.leases('orders')).toHaveLength(3)
    expect(heard).toHaveLength(1)
  })

  test('doubts that more than half died at once, for 15 s', async () => {
    const { clock, leases, ids } = await setUp(3)
    leases[0]?.forget()
    leases[1]?.forget()
    await clock.advance(registryTimes.ttlMs + registryTimes.rereadMs)
    expect(ids()).toHaveLength(3)
    await clock.advance(registryTimes.preserveMs)
    expect(ids()).toEqual(['orders-3'])
  })

  test('believes at once that half of them died, so one of two', async () => {
    const { clock, leases, ids } = await setUp(2)
    leases[0]?.forget()
    await clock.advance(registryTimes.ttlMs + registryTimes.rereadMs)
    expect(ids()).toEqual(['orders-2'])
  })

  test('believes at once that more than half left, when they said so', async () => {
    const { clock, leases, ids } = await setUp(3)
    for (const lease of leases) await lease.release()
    await clock.advance(20)
    expect(ids()).toEqual([])
  })
})

describe('a lease', () => {
  test('lasts for as long as its instance lives', async () => {
    const { clock, registry } = await setUp(1)
    await clock.advance(3_600_000)
    expect(await registry.leases('orders')).toHaveLength(1)
  })

  test('starts though the registry is away, and is there one beat after its return', async () => {
    const { clock, state, registry } = await setUp(0)
    state.away = true
    await registry.register(entryOf(1))
    await clock.advance(10_000)
    state.away = false
    await clock.advance(registryTimes.beatMs)
    expect(await registry.leases('orders')).toHaveLength(1)
  })

  test('is released within a second though the registry hangs', async () => {
    const { clock, state, leases } = await setUp(1)
    state.engine = { ...state.engine, put: () => new Promise(() => {}) }
    const released = leases[0]?.release()
    await clock.advance(1_000)
    await released
  })

  test('does not come back after it was released', async () => {
    const { clock, leases, registry } = await setUp(1)
    await leases[0]?.release()
    await clock.advance(60_000)
    expect(await registry.leases('orders')).toEqual([])
  })
})
