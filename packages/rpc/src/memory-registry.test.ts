import { TestClock } from '@switchyard/runtime/clock'
import { describe, test } from 'vitest'
import type { Kept, RegistryStore } from './discovery.ts'
import { memoryRegistryStore } from './memory-registry.ts'
import {
  type Defect,
  proveCaught,
  registryDefects,
  registryGuarantees,
  type Subject,
} from './testing/registry-conformance.ts'

function subject(): Subject {
  const clock = new TestClock()
  const store = memoryRegistryStore({ clock })
  return { store, other: store, wait: (ms) => clock.advance(ms) }
}

/** Faults that only something that lives within one process can have. */
const ownDefects: readonly Defect[] = [
  {
    title: 'answers that share their objects',
    breaks: 'is not moved by what is done',
    plant(store) {
      const shared = new Map<string, Kept>()
      const share = (one: Kept) => shared.get(one.id) ?? shared.set(one.id, one).get(one.id) ?? one
      return {
        ...store,
        list: async (service) => {
          const { kept, whole } = await store.list(service)
          return { whole, kept: kept.map(share) }
        },
      }
    },
  },
  {
    title: 'an object in place of a map',
    breaks: 'takes names that mean something',
    plant: (store) => ({ ...store, list: async (service) => byName(await store.list(service)) }),
  },
  {
    title: 'listeners that are never forgotten',
    breaks: 'hints to everybody',
    plant: (store) => ({
      ...store,
      onChange(service, listener) {
        store.onChange(service, listener)
        return () => {}
      },
    }),
  },
  {
    title: 'every registration ever put',
    breaks: 'keeps one registration under an id',
    plant(store) {
      const all: Kept[] = []
      return {
        ...store,
        put: async (registration, how) => {
          all.push({ ...registration, expiresInMs: how.ttlMs })
          await store.put(registration, how)
        },
        list: async () => ({ kept: all, whole: true }),
      }
    },
  },
]

function byName({ kept, whole }: Awaited<ReturnType<RegistryStore['list']>>) {
  const names: Record<string, Kept> = {}
  for (const one of kept) names[one.id] = one
  return { whole, kept: Object.values(names) }
}

describe('the registry in memory', () => {
  test.each(registryGuarantees)('$title', ({ prove }) => prove(subject()))
})

describe('the guarantees of a registry', () => {
  test.each([...registryDefects, ...ownDefects])('notice $title', (defect) => proveCaught(defect, subject()))
})
