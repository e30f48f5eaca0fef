import assert from 'node:assert/strict'
import { type Kept, listingLimits, type Registration, type RegistryStore } from '../discovery.ts'

/** A store under proof; `wait` lets time pass as the store sees it. */
export interface Subject {
  store: RegistryStore
  /** The same registry as another process sees it. */
  other: RegistryStore
  wait(ms: number): Promise<void>
}

/** One promise, with its proof. */
interface Guarantee {
  title: string
  /** Rejects when the store breaks it. */
  prove(subject: Subject): Promise<void>
}

const ttlMs = 400
const beat = { ttlMs, hint: false }
const news = { ttlMs, hint: true }
const registrationOf = (over: Partial<Registration> = {}): Registration => ({
  service: 'orders',
  id: 'orders-1@1000',
  text: 'eyJhIjoxfQ.ä “quoted”\n.sig',
  ...over,
})
const said = (kept: readonly Kept[]) => kept.map(({ id, text }) => ({ id, text }))
const idsIn = async (store: RegistryStore, service = 'orders') =>
  (await store.list(service)).kept.map(({ id }) => id).sort()

/** What every registry store promises; each adapter proves all of it, and a defect in one must fail the one that is named. */
export const registryGuarantees: readonly Guarantee[] = [
  {
    title: 'lists a registration as it was put, to everybody, with what is left of its lease',
    async prove({ store, other }) {
      const { service, ...rest } = registrationOf()
      await store.put(registrationOf(), beat)
      for (const reader of [store, other]) {
        const { kept, whole } = await reader.list(service)
        assert.deepEqual([said(kept), whole], [[rest], true])
        assert.ok(kept.every(({ expiresInMs }) => expiresInMs > 0 && expiresInMs <= ttlMs))
      }
    },
  },
  {
    title: 'ends a lease that is not renewed, and keeps one that is',
    async prove({ store, wait }) {
      await store.put(registrationOf(), beat)
      await store.put(registrationOf({ id: 'orders-2@1' }), beat)
      await wait(ttlMs * 0.6)
      await store.put(registrationOf({ id: 'orders-2@1' }), beat)
      await wait(ttlMs * 0.6)
      assert.deepEqual(await idsIn(store), ['orders-2@1'])
    },
  },
  {
    title: 'keeps one registration under an id, the last that was put',
    async prove({ store }) {
      for (const text of ['one', 'another', 'the last']) await store.put(registrationOf({ text }), beat)
      assert.deepEqual(said((await store.list('orders')).kept), [{ id: 'orders-1@1000', text: 'the last' }])
    },
  },
  {
    title: 'keeps services apart, also when one has the name of the other in its own, and ids apart likewise',
    async prove({ store }) {
      await store.put(registrationOf(), beat)
      await store.put(registrationOf({ id: 'orders-1@10001' }), beat)
      await store.put(registrationOf({ service: 'orders-archive', id: 'archive-1@1' }), beat)
      assert.deepEqual(await idsIn(store), ['orders-1@1000', 'orders-1@10001'])
      assert.deepEqual(await idsIn(store, 'orders-archive'), ['archive-1@1'])
    },
  },
  {
    title: 'is not moved by what is done to an answer',
    async prove({ store }) {
      const registration = registrationOf()
      await store.put(registration, beat)
      registration.text = 'changed by the writer'
      for (const one of (await store.list('orders')).kept) one.text = 'changed by a reader'
      assert.deepEqual(said((await store.list('orders')).kept), [{ id: 'orders-1@1000', text: registrationOf().text }])
    },
  },
  {
    title: 'takes names that mean something to JavaScript for what they are',
    async prove({ store }) {
      for (const id of ['__proto__', 'constructor', 'toString']) await store.put(registrationOf({ id }), beat)
      assert.deepEqual(await idsIn(store), ['__proto__', 'constructor', 'toString'])
    },
  },
  {
    title: 'leaves out a text that is too large, and nothing else',
    async prove({ store }) {
      await store.put(registrationOf(), beat)
      await store.put(registrationOf({ id: 'huge@1', text: 'x'.repeat(listingLimits.textBytes + 1) }), beat)
      const { kept } = await store.list('orders')
      const texts = new Map(kept.map(({ id, text }) => [id, text]))
      assert.deepEqual([texts.get('huge@1'), texts.get('orders-1@1000')], ['', registrationOf().text])
    },
  },
  {
    title: 'lists a part of a flood, another one each time, and says that it is a part',
    async prove({ store }) {
      const ids = Array.from({ length: listingLimits.registrations + 100 }, (_, n) => `flood-${n}@1`)
      const long = { ttlMs: 60_000, hint: false }
      for (const id of ids) await store.put(registrationOf({ id }), long)
      const [one, two] = [await store.list('orders'), await store.list('orders')]
      assert.deepEqual([one.whole, one.kept.length], [false, listingLimits.registrations])
      assert.notDeepEqual(new Set(said(one.kept)), new Set(said(two.kept)))
    },
  },
  {
    title: 'hints to everybody when an id is new or there is news, and not at every beat',
    async prove({ store, other, wait }) {
      let hints = 0
      const stop = other.onChange('orders', () => hints++)
      await wait(100)
      const hintsOf = async (change: Promise<void>) => {
        const before = hints
        await change
        await wait(50)
        return hints > before
      }
      assert.ok(await hintsOf(store.put(registrationOf(), beat)), 'no hint of a newcomer')
      assert.ok(!(await hintsOf(store.put(registrationOf(), beat))), 'a hint of a mere beat')
      assert.ok(!(await hintsOf(store.put(registrationOf({ text: 'signed again' }), beat))), 'a hint of a signature')
      assert.ok(await hintsOf(store.put(registrationOf({ text: 'farewell' }), news)), 'no hint of news')
      assert.ok(
        !(await hintsOf(store.put(registrationOf({ service: 'inventory' }), news))),
        'a hint of another service',
      )
      stop()
      assert.ok(!(await hintsOf(store.put(registrationOf(), news))), 'a hint after it was stopped')
    },
  },
  {
    title: 'hints of an id that comes back after its lease has ended',
    async prove({ store, other, wait }) {
      await store.put(registrationOf(), beat)
      await wait(ttlMs * 1.2)
      let hints = 0
      other.onChange('orders', () => hints++)
      await wait(100)
      await store.put(registrationOf(), beat)
      await wait(50)
      assert.equal(hints, 1)
    },
  },
]

/** A fault that is put into a store on purpose, and the guarantee that has to notice it. */
export interface Defect {
  title: string
  /** The beginning of a guarantee's title. */
  breaks: string
  plant(store: RegistryStore): RegistryStore
}

/** Seeded faults that any store may have; each must break the guarantee that it names, or the guarantees prove nothing. */
export const registryDefects: readonly Defect[] = [
  {
    title: 'a lease that never ends',
    breaks: 'ends a lease',
    plant: (store) => ({ ...store, put: (registration, how) => store.put(registration, { ...how, ttlMs: 600_000 }) }),
  },
  {
    title: 'a lost end of a text',
    breaks: 'lists a registration as it was put',
    plant: (store) => ({
      ...store,
      list: async (service) => {
        const { kept, whole } = await store.list(service)
        return { whole, kept: kept.map((one) => ({ ...one, text: one.text.slice(0, -1) })) }
      },
    }),
  },
  {
    title: 'a part that passes for the whole',
    breaks: 'lists a part of a flood',
    plant: (store) => ({ ...store, list: async (service) => ({ ...(await store.list(service)), whole: true }) }),
  },
  {
    title: 'a hint at every beat',
    breaks: 'hints to everybody',
    plant: (store) => ({ ...store, put: (registration, how) => store.put(registration, { ...how, hint: true }) }),
  },
]

/** Proves that a defect is noticed: resolves when the guarantee that it names rejects. */
export async function proveCaught({ plant, breaks }: Defect, { store, other, wait }: Subject): Promise<void> {
  const guarantee = registryGuarantees.find(({ title }) => title.startsWith(breaks))
  assert.ok(guarantee, `there is no guarantee "${breaks}…"`)
  await assert.rejects(guarantee.prove({ store: plant(store), other: other === store ? plant(store) : other, wait }))
}
