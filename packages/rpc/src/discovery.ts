/**
 * Who is where. Every instance keeps a lease in a registry by saying all about itself once a second, signed with its
 * service's key; every caller keeps a view of the services it calls, told of changes at once and read again each second
 * in case it was not told.
 *
 *     const registry = createRegistry({ store: redisRegistryStore({ url, prefix, log }), identity, clock, log })
 *     const lease = await registry.register({ service: 'orders', instanceId: 'orders-1', … })
 *     const watch = registry.watch('orders', (entries) => …)
 *
 * A heartbeat is a full registration, so a wiped registry is whole again after one beat. No call ever waits for the
 * registry: while it is gone, the last good view stands (self-preservation, after Netflix Eureka). Whoever can write to
 * the registry can put anything into it; what is not signed by a service's own key gets no calls.
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { Believer } from './believer.ts'
import { keepLease } from './lease.ts'
import type { Seal } from './seal.ts'
import { watchService } from './watch.ts'

/** One instance as it describes itself. */
export interface Entry {
  service: string
  instanceId: string
  /** `host:port`, and `https://` before it when it takes nothing plain. */
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

/** A registration that nobody believes, with what it says of itself. */
export interface Refused {
  instanceId: string
  address: string
  why: string
  /** When it was seen last. */
  atMs: number
}

/** What one start of one instance has signed about itself; a store need not understand a word of it. */
export interface Registration {
  service: string
  /** `<instanceId>@<startedAtMs>`: a restarted instance does not overwrite itself. */
  id: string
  text: string
}

/** A registration whose lease has not ended; its text is empty when it was too large to be read. */
export interface Kept {
  id: string
  text: string
  expiresInMs: number
}

/** What a registry holds of one service. */
export interface Listing {
  kept: readonly Kept[]
  /** False when there was more than one listing takes: then `kept` is a part of it, and proves nobody's absence. */
  whole: boolean
}

/** The port to an engine that stores leases; all methods may reject while the engine is away. */
export interface RegistryStore {
  /** Keeps a registration in place of the last one under its id. Hints when the id is new, and when it is told to. */
  put(registration: Registration, how: { ttlMs: number; hint: boolean }): Promise<void>
  /** At most {@link listingLimits}, another part of what there is each time. */
  list(service: string): Promise<Listing>
  /** Calls back when a service's registrations may have changed; a hint that can be lost. */
  onChange(service: string, listener: () => void): () => void
  close(): Promise<void>
}

/** What one listing takes at most, so that a flood of registrations costs everybody a bounded amount. */
export const listingLimits = { registrations: 2_000, idBytes: 200, textBytes: 4_096 }

/** A registration that renews itself. */
export interface Lease {
  /** Deregisters; whether the registry knows of it, given up after 1 s. */
  release(): Promise<boolean>
  /** Stops renewing without a word, as a process that dies does. */
  forget(): void
}

/** A caller's own view of one service. An entry is the same object for as long as nothing in it changes. */
export interface Watch {
  readonly entries: readonly Entry[]
  /** The latest registrations that this view does not believe, at most twenty. */
  readonly refused: readonly Refused[]
  /** Resolves after the first good reading, or after 1 s without one. */
  readonly ready: Promise<void>
  /** Aborts when the watch is closed. */
  readonly closed: AbortSignal
  close(): void
}

/** What the rest of the package sees of discovery, whichever engine is behind it. */
export interface Registry {
  /**
   * Resolves once the first beat was tried; a registry that is away is tried again, four times a beat. Rejects when the entry is
   * of another service than this process's own, since nobody would believe it.
   */
  register(entry: Entry): Promise<Lease>
  watch(service: string, listener?: (entries: readonly Entry[]) => void): Watch
  /** Reads the leases themselves, believed ones alone, for people who look at the system; rejects while the registry is away. */
  leases(service: string): Promise<readonly Leased[]>
  close(): Promise<void>
}

/** How fast a registry works; all in milliseconds. */
export interface RegistryTimes {
  beatMs: number
  ttlMs: number
  /** How often a watcher reads even though nothing was pushed. */
  rereadMs: number
  /** How long entries that vanished for no good reason are still believed. */
  preserveMs: number
}

/** A dead instance is gone from every view at most `ttlMs + rereadMs` after its last beat. */
export const registryTimes: RegistryTimes = { beatMs: 1_000, ttlMs: 5_000, rereadMs: 1_000, preserveMs: 15_000 }

/** What a registry is made of: an engine, and a key to sign with and to check by. */
export interface RegistryOptions {
  store: RegistryStore
  identity: Seal
  clock: Clock
  log: Log
  times?: RegistryTimes
}

/** Discovery over any store. */
export function createRegistry({ store, identity, clock, log, times = registryTimes }: RegistryOptions): Registry {
  const believer = new Believer({ identity, clock, log })
  const open = new Set<{ close(): void }>()
  return {
    register: (entry) => keepLease({ store, identity, entry, clock, log, times }),
    watch(service, listener = () => {}) {
      const watch = watchService({ store, believer, service, listener, clock, log, times })
      open.add(watch)
      return watch
    },
    leases: async (service) => (await believer.read(service, await store.list(service))).present,
    async close() {
      for (const watch of open) watch.close()
      await store.close()
    },
  }
}
