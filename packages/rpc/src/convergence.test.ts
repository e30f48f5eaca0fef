import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRegistry, type Lease, type RegistryStore, registryTimes } from './discovery.ts'
import { memoryRegistryStore } from './memory-registry.ts'
import { idOf, signRegistration } from './registration.ts'
import { instantSeal } from './testing/instant-seal.ts'
import { entryOf } from './testing/registry.ts'

const { beatMs, ttlMs, rereadMs, preserveMs } = registryTimes

/** An engine that can be away, lose everything or one thing, and fall silent. */
function faultyEngine(clock: TestClock) {
  const listeners = new Set<() => void>()
  const open = () => {
    const engine = memoryRegistryStore({ clock })
    engine.onChange('orders', () => {
      if (state.hints) for (const listener of listeners) listener()
    })
    return engine
  }
  const state = { away: false, backSinceMs: 0, hints: true, lost: new Set<string>() }
  let engine = open()
  const reach = async () => {
    if (state.away) throw new Error('away')
    return engine
  }
  const store: RegistryStore = {
    put: async (registration, how) => {
      state.lost.delete(registration.id)
      await (await reach()).put(registration, how)
    },
    list: async (service) => {
      const { kept, whole } = await (await reach()).list(service)
      return { kept: kept.filter(({ id }) => !state.lost.has(id)), whole }
    },
    onChange: (_, listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {},
  }
  const wipe = () => {
    engine = open()
  }
  return { state, store, wipe }
}

/** A registry, those who live in it, and one who watches; each event may happen at any moment. */
function world() {
  const clock = new TestClock()
  const { state, store, wipe } = faultyEngine(clock)
  const identity = instantSeal({ service: 'orders', clock })
  const registry = createRegistry({ store, identity, clock, log: silentLog })
  const watch = registry.watch('orders')
  const living = new Map<number, { lease: Lease; id: string }>()
  let starts = 0

  const end = async (n: number, how: 'release' | 'forget') => {
    await living.get(n)?.lease[how]()
    living.delete(n)
  }
  const join = async (n: number) => {
    if (living.has(n)) return
    const entry = entryOf(n, { startedAtMs: ++starts })
    living.set(n, { lease: await registry.register(entry), id: idOf(entry) })
  }
  const intrude = async (n: number, as: 'orders' | 'inventory') => {
    const entry = entryOf(n, { service: as, address: rogue, startedAtMs: 999 })
    const forger = instantSeal({ service: 'inventory', clock, as })
    const text = await signRegistration({ identity: forger, entry, ttlMs, leaves: n % 2 === 0 })
    const id = living.get(n)?.id ?? idOf(entry)
    await store.put({ service: 'orders', id, text }, { ttlMs, hint: true }).catch(() => {})
  }
  const events: Record<(typeof kinds)[number], (n: number) => unknown> = {
    joins: join,
    leaves: (n) => end(n, 'release'),
    dies: (n) => end(n, 'forget'),
    restarts: (n) => end(n, 'forget').then(() => join(n)),
    'is lost by the registry': (n) => state.lost.add(living.get(n)?.id ?? ''),
    'is forged by another service': (n) => intrude(n, 'orders'),
    'is taken by another service': (n) => intrude(n, 'inventory'),
    'the registry goes away': () => {
      // Away again before everybody could register is the same outage.
      if (clock.now() - state.backSinceMs > ttlMs) state.away = true
    },
    'the registry comes back': () => {
      if (state.away) state.backSinceMs = clock.now()
      state.away = false
    },
    'the registry is wiped': wipe,
    'hints stop': () => {
      state.hints = false
    },
    'hints go on': () => {
      state.hints = true
    },
  }
  return { clock, watch, living, events }
}

const rogue = '6.6.6.6:66'
const kinds = [
  'joins',
  'leaves',
  'dies',
  'restarts',
  'is lost by the registry',
  'is forged by another service',
  'is taken by another service',
  'the registry goes away',
  'the registry comes back',
  'the registry is wiped',
  'hints stop',
  'hints go on',
] as const

const Story = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    /** Which of five instances, where it matters. */
    n: fc.integer({ min: 1, max: 5 }),
    thenMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_500 }), fc.integer({ min: 1_500, max: 20_000 })),
  }),
  { minLength: 1, maxLength: 25 },
)

/** Lives a story through; `look` is called after each event and as time passes. */
async function live(story: typeof Story extends fc.Arbitrary<infer S> ? S : never, look: (at: World) => void) {
  const at = world()
  await at.clock.advance(1)
  for (const { kind, n, thenMs } of story) {
    await at.events[kind](n)
    look(at)
    for (let left = thenMs; left > 0; left -= 400) {
      await at.clock.advance(Math.min(left, 400))
      look(at)
    }
  }
  return at
}
type World = ReturnType<typeof world>
const idsIn = ({ watch }: World) => watch.entries.map(idOf)
/** After an outage two of three are heard of again before the next reading, and the third only after it. */
const unevenReturn: Parameters<typeof live>[0] = [
  { kind: 'joins', n: 1, thenMs: 150 },
  { kind: 'is taken by another service', n: 5, thenMs: 1 },
  { kind: 'hints stop', n: 1, thenMs: 150 },
  { kind: 'joins', n: 3, thenMs: 400 },
  { kind: 'joins', n: 2, thenMs: 1_300 },
  { kind: 'the registry goes away', n: 1, thenMs: 9_600 },
  { kind: 'the registry comes back', n: 1, thenMs: 3_000 },
]
/** A restarted instance is overwritten while what it said before its restart is still good. */
const formerLease: Parameters<typeof live>[0] = [
  { kind: 'joins', n: 1, thenMs: 1 },
  { kind: 'restarts', n: 1, thenMs: 1_500 },
  { kind: 'is taken by another service', n: 1, thenMs: 1_500 },
]
const examples: [typeof unevenReturn][] = [[unevenReturn], [formerLease]]
const runs = { numRuns: 150, examples }

test('whatever happened, a view is exactly who lives once the registry is back and everybody had their time', async () => {
  const converges = fc.asyncProperty(Story, async (story) => {
    const at = await live(story, () => {})
    at.events['the registry comes back'](0)
    await at.clock.advance(ttlMs + beatMs + rereadMs + preserveMs)
    expect(idsIn(at).sort()).toEqual([...at.living.values()].map(({ id }) => id).sort())
    at.watch.close()
  })
  await fc.assert(converges, runs)
})

test('nobody who lives is dropped from a view, whatever happens to the registry or to others', async () => {
  const keepsTheLiving = fc.asyncProperty(Story, async (story) => {
    const seen = new Set<string>()
    const at = await live(story, (now) => {
      const ids = idsIn(now)
      const alive = [...now.living.values()].map(({ id }) => id)
      expect(alive.filter((id) => seen.has(id) && !ids.includes(id))).toEqual([])
      for (const id of ids) seen.add(id)
    })
    at.watch.close()
  })
  await fc.assert(keepsTheLiving, runs)
})

test('a view never has anybody in it who was not registered by their own service, not for a moment', async () => {
  const keepsStrangersOut = fc.asyncProperty(Story, async (story) => {
    const at = await live(story, ({ watch }) => {
      expect(watch.entries.filter(({ address, service }) => address === rogue || service !== 'orders')).toEqual([])
    })
    at.watch.close()
  })
  await fc.assert(keepsStrangersOut, runs)
})
