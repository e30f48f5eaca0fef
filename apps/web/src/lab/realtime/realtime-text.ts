import type { Reading } from '../read-list'

/** What the page of live streams says and where it sends its readers. */
export const realtimeText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'A page that asks again and again is late, and asks mostly for nothing. A stream tells at once. But streams break: a tunnel, a lid, a gateway that is rolled.',
    'So each entry of an order has a number, and whoever opens the stream again says which came last. What it tells is a question to the service that owns the order; a hint only wakes it, so a lost hint costs a second and no entry. A print is told whole each time: the newest is enough.',
    'A stream keeps a connection for good, and a browser has six. So tabs elect one that holds it, and the others listen to that one.',
  ],
  readings: [
    { path: 'apps/gateway/src/order-timeline.ts', what: 'the stream, made of a question and a hint' },
    { path: 'apps/gateway/src/order-timelines.ts', what: 'several orders in one, and the number that resumes them' },
    { path: 'apps/gateway/src/follow-live.ts', what: 'orders and prints in one stream' },
    { path: 'apps/web/src/order/stream/live-stream.ts', what: 'one stream for all tabs' },
    { path: 'apps/gateway/src/order-timeline.test.ts', what: 'what it guarantees' },
    { path: 'e2e/shared/live-order.spec.ts', what: 'an order’s page whose line is cut' },
    { path: 'docs/decisions/0027-tabs-share-one-stream.md', what: 'why tabs share' },
    { path: 'docs/patterns.md', what: 'G11: where it is proved' },
  ],
}
