import type { Reading } from '../read-list'

/** What the page of the cache says and where it sends its readers. */
export const cacheText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'Most of what a shop is asked is the same for everybody. But when a copy ends, all who come in that moment find none and ask at once: a stampede, worst for what is wanted most.',
    'So one asks. In a process the others wait for the same promise; among gateways one holds a lease of a second in Redis, and the others look for its copy.',
    'What may be kept stands in the contract, with what ends it: a price that changes purges by a hint, and each second of age is told. Nothing of one caller is ever kept. When a service is away, an old copy says that it is old.',
  ],
  readings: [
    { path: 'apps/gateway/src/cache.ts', what: 'the cache, before every call to a service' },
    { path: 'apps/gateway/src/cache-asking.ts', what: 'one asks, the others wait' },
    { path: 'apps/gateway/src/cache-status.ts', what: 'the headers that this page reads' },
    { path: 'packages/contracts/src/inventory.ts', what: 'what may be kept, how long, and what ends it' },
    { path: 'apps/gateway/src/cache-stampede.integration.test.ts', what: 'a thousand at once, over two gateways' },
    { path: 'apps/gateway/src/cache.test.ts', what: 'what it guarantees, old copies included' },
    { path: 'docs/decisions/0030-answers-of-services-are-cached.md', what: 'what was decided, and what it measured' },
    { path: 'docs/patterns.md', what: 'G6: where it is proved' },
  ],
}
