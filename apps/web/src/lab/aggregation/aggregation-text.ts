import type { Reading } from '../read-list'

/** What the page of aggregation says and where it sends its readers. */
export const aggregationText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'A print’s page is made of what two services know. A browser that asked each by itself would pay for the way there three times, and would have to know who knows what.',
    'So it asks the gateway once. The gateway asks all at once, each call within what is left of the page’s time. A part that cannot be had is null and named in degraded; the page is not thrown away for it. Only without the print itself is there no page.',
    'Calls of a page that begin together share a request. Where each goes is no list written by hand: the contract is the routing table.',
  ],
  readings: [
    { path: 'apps/gateway/src/product-page.ts', what: 'the page, put together' },
    { path: 'apps/gateway/src/part.ts', what: 'one part, or that it is missing' },
    { path: 'apps/gateway/src/product-page.test.ts', what: 'what it guarantees' },
    { path: 'apps/gateway/src/service-calls.ts', what: 'the headers that this page reads' },
    { path: 'apps/gateway/src/storefront.ts', what: 'every operation, one line each' },
    { path: 'packages/rpc/src/deadline.ts', what: 'how long a part is waited for' },
    { path: 'docs/patterns.md', what: 'G1 and G2: where they are proved' },
  ],
}
