import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { describe, expect, test } from 'vitest'
import { createRegistry, type Entry, type RegistryStore, registryTimes } from './discovery.ts'
import { memoryRegistryStore } from './memory-registry.ts'

const entryOf = (n: number, over: Partial<Entry> = {}): Entry => ({
  service: 'orders',
  instanceId: `orders-${n}`,
  address: `127.0.0.1:${4000 + n}`,
  version: '1',
  zone: 'a',
  weight: 1,
  startedAtMs: n,
  ...over,
})

/** A registry whose engine can be taken away and wiped, with some instances in it. */
async function setUp(instances: number) {
  const clock = new TestClock()
  const state = { away: false, hints: true, listening: 0, engine: memoryRegistryStore({ clock }) }
  const check = () => (state.away ? Promise.reject(new Error('away')) : Promise.resolve())
  const store: RegistryStore = {
    put: async (entry, ttlMs) => check().then(() => state.engine.put(entry, ttlMs)),
    remove: async (entry, ttlMs) => check().then(() => state.engine.remove(entry, ttlMs)),
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
  const registry = createRegistry({ store, clock, log: silentLog })
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
    await clock.advance(1)
    await leases[0]?.release()
    await clock.advance(1)
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
    await clock.advance(1)
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
    await clock.advance(1)
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
    state.engine = { ...state.engine, remove: () => new Promise(() => {}) }
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
