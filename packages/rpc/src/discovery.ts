/**
 * Who is where. Every instance keeps a lease in a registry by saying all about itself once a second; every caller keeps
 * a view of the services it calls, told of changes at once and read again each second in case it was not told.
 *
 *     const registry = createRegistry({ store: redisRegistryStore({ url, prefix }), clock, log })
 *     const lease = await registry.register({ service: 'orders', instanceId: 'orders-1', … })
 *     const watch = registry.watch('orders', (entries) => …)
 *
 * A heartbeat is a full registration, so a wiped registry is whole again after one beat. No call ever waits for the
 * registry: while it is gone, the last good view stands (self-preservation, after Netflix Eureka).
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { keepLease } from './lease.ts'
import { watchService } from './watch.ts'

/** One instance as it describes itself. */
export interface Entry {
  service: string
  instanceId: string
  /** `host:port` */
  address: string
  version: string
  zone: string
  weight: number
  startedAtMs: number
}

/** An entry with what is left of its lease. */
export interface Leased extends Entry {
  expiresInMs: number
  ttlMs: number
}

/** What a registry knows of one service: who is there, and who said that it leaves. */
export interface Listing {
  present: readonly Leased[]
  /** Ids of instances that deregistered within the last lease time: their absence is no loss. */
  left: readonly string[]
}

/** The port to an engine that stores leases; all methods may reject while the engine is away. */
export interface RegistryStore {
  put(entry: Entry, ttlMs: number): Promise<void>
  remove(entry: Entry, ttlMs: number): Promise<void>
  list(service: string): Promise<Listing>
  /** Calls back when a service's entries may have changed; a hint that can be lost. */
  onChange(service: string, listener: () => void): () => void
  close(): Promise<void>
}

/** A registration that renews itself. */
export interface Lease {
  /** Deregisters; gives up after 1 s. */
  release(): Promise<void>
  /** Stops renewing without a word, as a process that dies does. */
  forget(): void
}

/** A caller's own view of one service. An entry is the same object for as long as nothing in it changes. */
export interface Watch {
  readonly entries: readonly Entry[]
  /** Resolves after the first good reading, or after 1 s without one. */
  readonly ready: Promise<void>
  /** Aborts when the watch is closed. */
  readonly closed: AbortSignal
  close(): void
}

/** What the rest of the package sees of discovery, whichever engine is behind it. */
export interface Registry {
  /** Resolves once the first beat was tried; a registry that is away is tried again every beat. */
  register(entry: Entry): Promise<Lease>
  watch(service: string, listener?: (entries: readonly Entry[]) => void): Watch
  /** Reads the leases themselves, for people who look at the system; rejects while the registry is away. */
  leases(service: string): Promise<readonly Leased[]>
  close(): Promise<void>
}

/** How fast a registry works; all in milliseconds. */
export interface RegistryTimes {
  beatMs: number
  ttlMs: number
  /** How often a watcher reads even though nothing was pushed. */
  rereadMs: number
  /** How long entries that vanished together are still believed. */
  preserveMs: number
}

/** A dead instance is gone from every view at most `ttlMs + rereadMs` after its last beat. */
export const registryTimes: RegistryTimes = { beatMs: 1_000, ttlMs: 5_000, rereadMs: 1_000, preserveMs: 15_000 }

/** Discovery over any store. */
export function createRegistry({
  store,
  clock,
  log,
  times = registryTimes,
}: {
  store: RegistryStore
  clock: Clock
  log: Log
  times?: RegistryTimes
}): Registry {
  const open = new Set<{ close(): void }>()
  return {
    register: (entry) => keepLease({ store, entry, clock, log, times }),
    watch(service, listener = () => {}) {
      const watch = watchService({ store, service, listener, clock, log, times })
      open.add(watch)
      return watch
    },
    leases: async (service) => (await store.list(service)).present,
    async close() {
      for (const watch of open) watch.close()
      await store.close()
    },
  }
}
