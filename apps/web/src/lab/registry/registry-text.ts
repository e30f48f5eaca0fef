import type { Reading } from '../read-list'

/** What the registry's page says and where it sends its readers. */
export const registryText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'Addresses change whenever something is started, so nobody is told one. Each instance writes itself down in the registry, signed, and again with every beat; the entry is a lease and ends by itself if the beats end.',
    'Callers do not ask the registry while they serve you. They hold a copy, are told of changes at once, and look again now and then. So a wiped Redis costs nothing: the copies stand, and the next beat fills it again. An entry without our signature is never believed.',
    'And a lease is only the slow way to notice a death: the first refused connection takes an instance out.',
  ],
  readings: [
    { path: 'packages/rpc/src/discovery.ts', what: 'the port: entry, lease, watch' },
    { path: 'packages/rpc/src/redis-registry.ts', what: 'leases in Redis, told of changes by a hint' },
    { path: 'packages/rpc/src/view.ts', what: 'the copy that every caller holds' },
    { path: 'packages/rpc/src/believer.ts', what: 'which entries are believed' },
    { path: 'packages/rpc/src/ejection.ts', what: 'out at the first silence, back by answering a ping' },
    { path: 'packages/rpc/src/redis-registry.integration.test.ts', what: 'what it guarantees, on a real Redis' },
    { path: 'docs/patterns.md', what: 'D1, D2, D4, D5: where each is proved' },
  ],
}
