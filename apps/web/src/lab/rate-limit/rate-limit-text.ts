import type { Reading } from '../read-list'

/** What the page of the rate limit says and where it sends its readers. */
export const rateLimitText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'A shop that answers whoever asks most answers nobody else. So each guest, person, key and address has a bucket: every call takes its cost, and it fills evenly again.',
    'A counter by the minute would let twice the limit through around its turn. This rule, GCRA, keeps one number a caller: the moment at which it is as if they had never asked. A third of the limit may come at once, the rest is spread, and no minute has more than the limit.',
    'All gateways share the numbers in Redis. One script decides over all of a request’s buckets. While Redis is away, each gateway counts alone: nobody is refused for it.',
  ],
  readings: [
    { path: 'apps/gateway/src/rate-limit.ts', what: 'the limiter, and what it does without Redis' },
    { path: 'apps/gateway/src/gcra.ts', what: 'the rule itself, pure' },
    { path: 'apps/gateway/src/redis-buckets.ts', what: 'the same rule as one script over all keys' },
    { path: 'apps/gateway/src/limit-requests.ts', what: 'who is counted for what' },
    { path: 'packages/contracts/src/storefront.ts', what: 'what each call costs' },
    { path: 'apps/gateway/src/testing/buckets-conformance.ts', what: 'what both adapters promise' },
    { path: 'apps/gateway/src/flood.integration.test.ts', what: 'ten times the limit, over two gateways' },
    { path: 'docs/patterns.md', what: 'G5: where it is proved' },
  ],
}
