import assert from 'node:assert/strict'
import type { Entry, RegistryStore } from '../discovery.ts'

/** A store under proof; `wait` lets time pass as the store sees it. */
export interface Subject {
  store: RegistryStore
  wait(ms: number): Promise<void>
}

/** One promise, with its proof. */
interface Guarantee {
  title: string
  /** Rejects when the store breaks it. */
  prove(subject: Subject): Promise<void>
}

const ttlMs = 400
const entryOf = (over: Partial<Entry> = {}): Entry => ({
  service: 'orders',
  instanceId: 'orders-1',
  address: '127.0.0.1:4001',
  version: '1.0.0',
  zone: 'a',
  weight: 1,
  startedAtMs: 1_000,
  ...over,
})
const presentIds = async (store: RegistryStore, service = 'orders') =>
  (await store.list(service)).present.map(({ instanceId }) => instanceId).sort()

/** What every registry store promises; each adapter proves all of it, and a defect in one must fail at least one. */
export const registryGuarantees: readonly Guarantee[] = [
  {
    title: 'lists an entry as it was put, with what is left of its lease',
    async prove({ store }) {
      await store.put(entryOf(), ttlMs)
      const [leased, ...others] = (await store.list('orders')).present
      assert.ok(leased)
      assert.equal(others.length, 0)
      const { expiresInMs, ...rest } = leased
      assert.deepEqual(rest, { ...entryOf(), ttlMs })
      assert.ok(expiresInMs > 0 && expiresInMs <= ttlMs, `expires in ${expiresInMs} ms`)
    },
  },
  {
    title: 'ends a lease that is not renewed, and keeps one that is',
    async prove({ store, wait }) {
      await store.put(entryOf(), ttlMs)
      await store.put(entryOf({ instanceId: 'orders-2' }), ttlMs)
      await wait(ttlMs * 0.6)
      await store.put(entryOf({ instanceId: 'orders-2' }), ttlMs)
      await wait(ttlMs * 0.6)
      assert.deepEqual(await presentIds(store), ['orders-2'])
    },
  },
  {
    title: 'names an instance that left until its lease would have ended',
    async prove({ store, wait }) {
      await store.put(entryOf(), ttlMs)
      await store.remove(entryOf(), ttlMs)
      const { present, left } = await store.list('orders')
      assert.deepEqual({ present, left }, { present: [], left: ['orders-1'] })
      await wait(ttlMs * 1.2)
      assert.deepEqual((await store.list('orders')).left, [])
    },
  },
  {
    title: 'takes back an instance that left and registers again',
    async prove({ store }) {
      await store.put(entryOf(), ttlMs)
      await store.remove(entryOf(), ttlMs)
      await store.put(entryOf({ startedAtMs: 2_000 }), ttlMs)
      const { present, left } = await store.list('orders')
      assert.deepEqual([present.map(({ startedAtMs }) => startedAtMs), left], [[2_000], []])
    },
  },
  {
    title: 'keeps services apart',
    async prove({ store }) {
      await store.put(entryOf(), ttlMs)
      await store.put(entryOf({ service: 'inventory', instanceId: 'inventory-1' }), ttlMs)
      assert.deepEqual([await presentIds(store), await presentIds(store, 'inventory')], [['orders-1'], ['inventory-1']])
    },
  },
  {
    title: 'hints when an instance joins, changes or leaves, and not at every beat',
    async prove({ store, wait }) {
      let hints = 0
      const stop = store.onChange('orders', () => hints++)
      await wait(50)
      const hintsOf = async (change: Promise<void>) => {
        const before = hints
        await change
        await wait(50)
        return hints > before
      }
      assert.ok(await hintsOf(store.put(entryOf(), ttlMs)), 'no hint of a join')
      assert.ok(!(await hintsOf(store.put(entryOf(), ttlMs))), 'a hint of a mere beat')
      assert.ok(await hintsOf(store.put(entryOf({ weight: 5 }), ttlMs)), 'no hint of a change')
      assert.ok(await hintsOf(store.remove(entryOf({ weight: 5 }), ttlMs)), 'no hint of a departure')
      assert.ok(await hintsOf(store.put(entryOf({ weight: 5 }), ttlMs)), 'no hint of a return')
      assert.ok(!(await hintsOf(store.put(entryOf({ service: 'inventory' }), ttlMs))), 'a hint of another service')
      stop()
      assert.ok(!(await hintsOf(store.remove(entryOf(), ttlMs))), 'a hint after it was stopped')
    },
  },
]

/** Seeded faults: a store with any of these must break at least one guarantee, or the guarantees prove nothing. */
export const registryDefects: Record<string, (store: RegistryStore) => RegistryStore> = {
  'a lease that never ends': (store) => ({ ...store, put: (entry) => store.put(entry, 600_000) }),
  'a departure that nobody hears of': (store) => ({ ...store, remove: async () => {} }),
  'a lost version': (store) => ({
    ...store,
    list: async (service) => {
      const { present, left } = await store.list(service)
      return { left, present: present.map((entry) => ({ ...entry, version: '' })) }
    },
  }),
  'no hints': (store) => ({ ...store, onChange: () => () => {} }),
}
